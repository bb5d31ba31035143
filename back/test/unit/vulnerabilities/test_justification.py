import pytest

from errors import DomainError
from vulnerabilities.justification import check_justification


@pytest.mark.parametrize("text", ["", "Fixed in the next release.", "- one\n- two", "¿Qué?", "x" * 10_000])
def test_a_reason_in_ordinary_characters_is_taken(text: str) -> None:
    assert check_justification(text) == text


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("x" * 10_001, "Exception - Justification must have a maximum of 10000 characters"),
        ("=1+1", "Exception - Invalid characters in justification"),
        ("a < b", "Exception - Invalid characters in justification"),
        ("a\\b", "Exception - Invalid characters in justification"),
        ("a\x00b", "Exception - Invalid characters in justification"),
    ],
)
def test_a_reason_that_is_too_long_or_strange_is_refused(text: str, refusal: str) -> None:
    with pytest.raises(DomainError) as raised:
        check_justification(text)

    assert str(raised.value) == refusal
