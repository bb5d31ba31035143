from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severity.sources import ChosenScore, Source, choose_score, score_of_text

NO_SCORES = (
    "",
    " ",
    "high",
    "10.1",
    "11",
    "-1",
    "-0",
    "+5",
    "1e1",
    "NaN",
    "Infinity",
    "7,5",
    "0x5",
    "5.",
    ".5",
    "\u0667",
    "1" * 1000,
    "1_0",
    None,
)


@pytest.mark.parametrize(
    ("result", "rule", "level", "chosen"),
    [
        ("9.8", "5.0", "note", ChosenScore(score=Decimal("9.8"), source=Source.RESULT)),
        (None, "5.0", "error", ChosenScore(score=Decimal("5.0"), source=Source.RULE)),
        (None, None, "error", ChosenScore(score=Decimal("8.1"), source=Source.LEVEL)),
        (None, None, "warning", ChosenScore(score=Decimal("5.3"), source=Source.LEVEL)),
        (None, None, "note", ChosenScore(score=Decimal("3.1"), source=Source.LEVEL)),
        (None, None, "none", ChosenScore(score=Decimal("1.6"), source=Source.LEVEL)),
        (None, None, None, ChosenScore(score=Decimal("5.3"), source=Source.DEFAULT)),
        (None, None, "fatal", ChosenScore(score=Decimal("5.3"), source=Source.DEFAULT)),
        ("0.0", "5.0", "error", ChosenScore(score=Decimal("0.0"), source=Source.RESULT)),
        (" 7.55\n", None, None, ChosenScore(score=Decimal("7.55"), source=Source.RESULT)),
    ],
)
def test_the_result_goes_before_its_rule_and_both_before_the_level(
    result: str | None, rule: str | None, level: str | None, chosen: ChosenScore
) -> None:
    assert choose_score(result, rule, level) == chosen


@pytest.mark.parametrize("text", NO_SCORES)
def test_a_severity_that_is_no_number_from_0_to_10_is_skipped(text: str | None) -> None:
    assert choose_score(text, "6.1", "note") == ChosenScore(score=Decimal("6.1"), source=Source.RULE)
    assert choose_score(text, text, "note") == ChosenScore(score=Decimal("3.1"), source=Source.LEVEL)


@given(st.text())
def test_whatever_a_file_says_the_chosen_score_lies_between_0_and_10(text: str) -> None:
    assert 0 <= choose_score(text, text, text).score <= 10


@given(st.decimals(min_value=0, max_value=10, places=3))
def test_every_plain_number_from_0_to_10_is_read_as_it_is(number: Decimal) -> None:
    assert score_of_text(f"{number:f}".lstrip("-")) == number
