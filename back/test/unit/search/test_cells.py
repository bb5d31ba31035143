from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.cells import (
    BEYOND,
    SCALE,
    absent_in_order,
    from_cell,
    from_parts,
    from_sorted,
    to_cell,
    to_number,
    to_parts,
    to_sorted,
)
from store.index import Field, FieldKind, Scalar

SCORE = Field("score", FieldKind.NUMBER)
OPEN = Field("open", FieldKind.BOOLEAN)
STATUS = Field("status", FieldKind.KEYWORD)
SEEN = Field("seen", FieldKind.DATE)
NUMBERS = st.integers(1 - BEYOND, BEYOND - 1)


@given(NUMBERS)
def test_a_number_is_kept_exactly(millionths: int) -> None:
    number = Decimal(f"{millionths}E-6")

    assert to_cell(SCORE, number) == millionths
    assert from_cell(SCORE, millionths) == number
    assert from_sorted(SCORE, to_sorted(SCORE, number, descending=False)) == number


@given(st.lists(NUMBERS, max_size=20))
def test_sums_of_parts_are_exact_in_floating_point(numbers: list[int]) -> None:
    parts = [to_parts(number) for number in numbers]
    sums = [sum(float(part[place]) for part in parts) for place in range(3)]

    assert from_parts(*map(int, sums)) == sum(numbers)


def test_parts_stay_so_small_that_a_thousand_million_add_up_exactly() -> None:
    assert all(abs(part) * 10**9 < 2**53 for number in (BEYOND - 1, 1 - BEYOND, 0, -1) for part in to_parts(number))


@pytest.mark.parametrize(
    ("millionths", "text"),
    [(0, "0"), (7_500_000, "7.5"), (-1, "-0.000001"), (10 * SCALE, "10"), (-250_000, "-0.25"), (10**40 + 1, f"1{'0' * 34}.000001")],
)
def test_a_number_has_no_zeros_at_its_end(millionths: int, text: str) -> None:
    assert str(to_number(millionths)) == text


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("field", "values"),
    [
        (SCORE, (Decimal("-999999999999.999999"), 0, Decimal("999999999999.999999"))),
        (OPEN, (False, True)),
        (STATUS, ("", "a")),
        (SEEN, ("2024",)),
    ],
    ids=lambda part: part.name if isinstance(part, Field) else "",
)
def test_an_absent_value_comes_back_from_an_order_and_no_value_is_taken_for_one(
    field: Field, values: tuple[Scalar, ...], *, descending: bool
) -> None:
    each = (*values, None)

    assert tuple(from_sorted(field, to_sorted(field, value, descending=descending)) for value in each) == each


@pytest.mark.parametrize("field", [SCORE, OPEN])
def test_what_stands_for_an_absent_value_is_beyond_all_values(field: Field) -> None:
    low, high = (1 - BEYOND, BEYOND - 1) if field == SCORE else (0, 1)

    assert absent_in_order(field, descending=False) == high + 1
    assert absent_in_order(field, descending=True) == low - 1


def test_truth_comes_back_as_truth() -> None:
    assert (to_cell(OPEN, value=True), from_cell(OPEN, cell=False), from_sorted(OPEN, 1)) == (True, False, True)
    assert isinstance(from_sorted(OPEN, 1), bool)
