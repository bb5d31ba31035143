"""Which of the severities that a scanner's file gives for one result counts."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Source(StrEnum):
    """Where a score came from, best first; DEFAULT is the level that SARIF gives a result which has none."""

    RESULT = "RESULT"
    RULE = "RULE"
    LEVEL = "LEVEL"
    DEFAULT = "DEFAULT"


class ChosenScore(NamedTuple):
    """A score in 0..10, with the decimals that were given, and where it came from."""

    score: Decimal
    source: Source


# The decimals are bounded so that the work for a number is; real files have one or two.
_NUMBER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,15})?")
_LONGEST = 40
_HIGHEST = Decimal(10)
_WARNING = Decimal("5.3")


def score_of_text(text: str | None) -> Decimal | None:
    """Return the number that a text is, or nothing when it is no plain decimal number in 0..10."""
    if text is None or len(text) > _LONGEST or not _NUMBER.fullmatch(text.strip()):
        return None
    score = Decimal(text.strip())
    return score if score <= _HIGHEST else None


def score_of_level(level: str | None) -> Decimal | None:
    """Return our score for a level of SARIF, or nothing for another word."""
    match level:
        case "error":
            return Decimal("8.1")
        case "warning":
            return _WARNING
        case "note":
            return Decimal("3.1")
        case "none":
            return Decimal("1.6")
        case _:
            return None


def choose_score(result_security_severity: str | None, rule_security_severity: str | None, level: str | None) -> ChosenScore:
    """Choose the result's number, else its rule's, else its level's, else that of a warning; what is no number in 0..10 is skipped."""
    candidates = (
        (score_of_text(result_security_severity), Source.RESULT),
        (score_of_text(rule_security_severity), Source.RULE),
        (score_of_level(level), Source.LEVEL),
    )
    given = (ChosenScore(score=score, source=source) for score, source in candidates if score is not None)
    return next(given, ChosenScore(score=_WARNING, source=Source.DEFAULT))
