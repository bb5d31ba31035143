"""What a score means: its level, and its weight as units of exposure (CVSSF)."""

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache


class Level(StrEnum):
    """The four levels, from the lowest; a score of zero is LOW."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


_MEDIUM_FROM = Decimal(4)
_HIGH_FROM = Decimal(7)
_CRITICAL_FROM = Decimal(9)
_THOUSANDTH = Decimal("0.001")


def level_of(score: Decimal) -> Level:
    """Return the level of a temporal score: below 4 low, below 7 medium, below 9 high, else critical."""
    if score < _MEDIUM_FROM:
        return Level.LOW
    if score < _HIGH_FROM:
        return Level.MEDIUM
    return Level.HIGH if score < _CRITICAL_FROM else Level.CRITICAL


@lru_cache(maxsize=1024)
def cvssf(score: Decimal) -> Decimal:
    """Return 4^(score - 4) for a temporal score, with three decimals, half a thousandth rounded up.

    No score of one decimal comes near half a thousandth, so that rounding from 50 digits gives the exact answer.
    """
    context = Context(prec=50)
    return context.power(Decimal(4), context.subtract(score, Decimal(4))).quantize(_THOUSANDTH, ROUND_HALF_UP, context)
