from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from severity.levels import Level, cvssf, level_of

ALL_SCORES = tuple(Decimal(tenths) / 10 for tenths in range(101))


@pytest.mark.parametrize(
    ("score", "level"),
    [
        ("0.0", Level.LOW),
        ("3.9", Level.LOW),
        ("4.0", Level.MEDIUM),
        ("6.9", Level.MEDIUM),
        ("7.0", Level.HIGH),
        ("8.9", Level.HIGH),
        ("9.0", Level.CRITICAL),
        ("10.0", Level.CRITICAL),
    ],
)
def test_levels_begin_at_four_seven_and_nine(score: str, level: Level) -> None:
    assert level_of(Decimal(score)) is level


@pytest.mark.parametrize(
    ("score", "units"),
    [("0.0", "0.004"), ("1.6", "0.036"), ("3.5", "0.500"), ("4.0", "1.000"), ("5.3", "6.063"), ("8.1", "294.067"), ("10.0", "4096.000")],
)
def test_exposure_is_four_to_the_score_less_four_with_three_decimals(score: str, units: str) -> None:
    assert str(cvssf(Decimal(score))) == units


@pytest.mark.parametrize("score", ALL_SCORES, ids=str)
def test_exposure_is_the_exact_power_rounded_half_up(score: Decimal) -> None:
    # A number v is within half a thousandth of 4^e, e = n/10, when v^10 is of 4^n: no rounding in between.
    tenths = int(score * 10) - 40
    power = Fraction(4) ** tenths
    units = Fraction(cvssf(score))
    half = Fraction(1, 2000)

    assert (units - half) ** 10 <= power < (units + half) ** 10


def test_exposure_does_not_hang_on_the_precision_of_the_caller() -> None:
    with localcontext(prec=3):
        assert str(cvssf.__wrapped__(Decimal("9.9"))) == "3565.775"


def test_exposure_grows_with_the_score() -> None:
    units = [cvssf(score) for score in ALL_SCORES]

    assert units == sorted(units)
