import pytest
from graphql import parse

from api.limits.definitions import collect_definitions
from api.limits.refused import Refused


def test_fragments_stand_behind_those_they_spread() -> None:
    document = parse("{...A ...B} fragment A on Q{x{...C}} fragment B on Q{...A} fragment C on Q{y}")

    assert list(collect_definitions(document).fragments) == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("fragment A on Q{...A}", "Cannot spread fragment 'A' within itself."),
        ("fragment A on Q{x{...B}} fragment B on Q{...C} fragment C on Q{y{...A}}", "Cannot spread fragment 'A' within itself."),
        ("fragment A on Q{x{...B}} fragment B on Q{...B}", "Cannot spread fragment 'B' within itself."),
        ("fragment A on Q{...D}", "Unknown fragment 'D'."),
        ("fragment A on Q{x} fragment B on Q{x}", "Fragment 'B' is never used."),
        ("fragment A on Q{x} fragment B on Q{...C} fragment C on Q{...B}", "Fragment 'B' is never used."),
        ("fragment A on Q{x} fragment A on Q{x}", "There can be only one fragment named 'A'."),
    ],
)
def test_fragments_that_cannot_be_expanded_are_refused(rest: str, message: str) -> None:
    with pytest.raises(Refused) as refusal:
        collect_definitions(parse("{...A} " + rest))

    assert [error.message for error in refusal.value.errors] == [message]


def test_a_chain_of_fragments_longer_than_the_stack_is_ordered() -> None:
    chain = " ".join(f"fragment F{number} on Q{{...F{number + 1}}}" for number in range(3_000))

    definitions = collect_definitions(parse(f"{{...F0}} {chain} fragment F3000 on Q{{x}}"))

    assert next(iter(definitions.fragments)) == "F3000"
    assert len(definitions.fragments) == 3_001
