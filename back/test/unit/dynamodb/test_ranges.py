"""What a query asks the engine for."""

import pytest

from dynamodb.ranges import Condition, condition_of, is_selected
from store.values import After, IndexName, Item, Key, Query

BEHIND = After("K5", Key("P", "x"))


def asked(query: Query) -> str | None:
    """Return the condition with its values in place."""
    condition = condition_of(query)
    if condition is None:
        return None
    text = condition.text
    known = {**condition.names, **{key: value["S"] for key, value in condition.values.items()}}
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, known[name])
    return text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(None, "P"), "pk = P"),
        (Query(IndexName.BY_PARENT, "P", prefix="K"), "by_parent_pk = P AND begins_with(by_parent_sk, K)"),
        (Query(None, "P", low="A"), "pk = P AND sk >= A"),
        (Query(None, "P", high="Z"), "pk = P AND sk <= Z"),
        (Query(None, "P", low="A", high="Z"), "pk = P AND sk BETWEEN A AND Z"),
        (Query(None, "P", low="Z", high="A"), None),
        (Query(None, "P", after=BEHIND), "pk = P AND sk >= K5"),
        (Query(None, "P", after=BEHIND, descending=True), "pk = P AND sk <= K5"),
        (Query(None, "P", prefix="K", after=BEHIND), "pk = P AND sk BETWEEN K5 AND L"),
        (Query(None, "P", prefix="K", after=BEHIND, descending=True), "pk = P AND sk BETWEEN K AND K5"),
        (Query(None, "P", low="A", high="B", after=BEHIND), None),
    ],
)
def test_a_query_is_one_condition_on_keys(query: Query, expected: str | None) -> None:
    assert asked(query) == expected


def test_a_prefix_without_a_key_above_it_has_no_upper_bound() -> None:
    query = Query(None, "P", prefix="\U0010ffff", after=After("\U0010ffffA", Key("P", "\U0010ffffA")))

    assert condition_of(query) == Condition(
        "#p = :p AND #s >= :low", {"#p": "pk", "#s": "sk"}, {":p": {"S": "P"}, ":low": {"S": "\U0010ffffA"}}
    )


@pytest.mark.parametrize(("sort", "own", "expected"), [("K5", "x", False), ("K5", "w", False), ("K5", "y", True), ("K6", "a", True)])
def test_of_equal_sort_keys_in_an_index_those_behind_the_last_row_are_left(sort: str, own: str, expected: bool) -> None:
    item = Item(Key("P", own), 1, {}, {IndexName.BY_PARENT: Key("P", sort)})

    assert is_selected(Query(IndexName.BY_PARENT, "P", prefix="K", after=BEHIND), item) is expected
