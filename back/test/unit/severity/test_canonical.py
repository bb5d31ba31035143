from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severity.canonical import canonical_vector, reachable_scores
from severity.cvss import read_vector, score

ORDERS = {"AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", "C": "HLN", "I": "HLN", "A": "HLN"}
HOW = ("AV", "AC", "PR", "UI", "S")
ALL_SCORES = tuple(Decimal(tenths) / 10 for tenths in range(101))


def plainness(vector: str) -> tuple[int, int, tuple[int, ...]]:
    values = dict(metric.split(":") for metric in vector.split("/")[1:])
    steps = tuple(order.index(values[name]) for name, order in ORDERS.items())
    away = steps[: len(HOW)]
    return sum(step > 0 for step in away), sum(away), steps


def all_base_vectors() -> tuple[str, ...]:
    combinations = product(*([f"{name}:{value}" for value in order] for name, order in ORDERS.items()))
    return tuple("/".join(("CVSS:3.1", *combination)) for combination in combinations)


def test_the_table_is_what_its_rule_makes_of_all_base_vectors() -> None:
    vectors = all_base_vectors()
    plainest: dict[Decimal, str] = {}
    for vector in sorted(vectors, key=plainness, reverse=True):
        plainest[score(read_vector(vector)).base] = vector

    assert len(set(vectors)) == 2592
    assert len(plainest) == 84
    assert {reached: canonical_vector(reached) for reached in reachable_scores()} == plainest
    assert reachable_scores() == tuple(sorted(plainest))


@pytest.mark.parametrize("reached", reachable_scores(), ids=str)
def test_a_canonical_vector_has_its_score_and_is_written_in_normal_form(reached: Decimal) -> None:
    vector = read_vector(canonical_vector(reached))

    assert vector.text == canonical_vector(reached)
    assert score(vector).base == reached
    assert score(vector).temporal == reached


@pytest.mark.parametrize("number", ALL_SCORES, ids=str)
def test_every_score_goes_to_the_nearest_reachable_one_and_halfway_up(number: Decimal) -> None:
    reached = score(read_vector(canonical_vector(number))).base
    distance = abs(reached - number)
    nearer = [other for other in reachable_scores() if abs(other - number) < distance]
    higher_and_as_near = [other for other in reachable_scores() if abs(other - number) == distance and other > reached]

    assert nearer == []
    assert higher_and_as_near == []


@pytest.mark.parametrize(
    ("number", "reached"),
    [("0.7", "0.0"), ("0.8", "1.6"), ("9.5", "9.6"), ("9.7", "9.8"), ("8.1", "8.1"), ("7.55", "7.6"), ("7.549", "7.5")],
)
def test_numbers_between_reachable_scores_are_placed(number: str, reached: str) -> None:
    assert canonical_vector(Decimal(number)) == canonical_vector(Decimal(reached))


@given(st.decimals(min_value=0, max_value=10, places=4), st.decimals(min_value=0, max_value=10, places=4))
def test_a_higher_number_never_gets_a_lower_score(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))

    assert score(read_vector(canonical_vector(low))).base <= score(read_vector(canonical_vector(high))).base
