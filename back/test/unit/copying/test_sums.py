"""Sums of items: the same in whatever order, and however an engine writes a number or a set; another for anything else."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Context, Decimal
from functools import reduce
from typing import Any, cast

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copying.sums import Sum, canonical, differing, with_item
from store.values import IndexName, Item, Key, Value

NUMBERS = st.one_of(
    st.integers(-(10**37), 10**37), st.decimals(min_value=-(10**20), max_value=10**20, places=6, allow_nan=False, allow_infinity=False)
)
PLAIN = st.one_of(st.text(max_size=5), st.booleans(), NUMBERS, st.binary(max_size=4), st.frozensets(st.text(max_size=3), min_size=1))
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=3).map(tuple), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=6,
)
ITEMS = st.builds(
    Item,
    key=st.builds(Key, st.text(min_size=1, max_size=4), st.text(min_size=1, max_size=4)),
    version=st.integers(1, 9),
    attributes=st.dictionaries(st.text(max_size=3), VALUES, max_size=4),
    indexes=st.dictionaries(st.sampled_from(IndexName), st.builds(Key, st.just("p"), st.text(max_size=2)), max_size=2),
    expires_at=st.none() | st.integers(0, 9),
)


def sum_of(items: Sequence[Item]) -> Sum:
    return reduce(with_item, items, Sum())


def as_another_engine(value: Value) -> Value:
    """Write a value as an engine may that has one kind of number, and no order in its mappings."""
    match value:
        case str() | bool() | bytes() | frozenset():
            return value
        case int():
            return Decimal(value)
        case Decimal():
            return value.quantize(Decimal(1).scaleb(-8), context=Context(prec=60)) if value else Decimal("-0.00")
        case tuple():
            return tuple(map(as_another_engine, value))
        case _:
            return {name: as_another_engine(value[name]) for name in sorted(value, reverse=True)}


@given(st.lists(ITEMS, max_size=6).flatmap(lambda items: st.tuples(st.just(items), st.permutations(items))))
def test_the_order_of_items_does_not_matter(both: tuple[Sequence[Item], Sequence[Item]]) -> None:
    assert sum_of(both[0]) == sum_of(both[1])


@given(ITEMS)
def test_how_an_engine_writes_an_item_does_not_matter(item: Item) -> None:
    attributes = {name: as_another_engine(value) for name, value in reversed(tuple(item.attributes.items()))}
    other = replace(item, attributes=attributes, indexes=dict(reversed(tuple(item.indexes.items()))))

    assert canonical(other) == canonical(item)


def read(value: Any) -> Value:
    """Undo the form of a value."""
    match value:
        case ["number", text]:
            return Decimal(text)
        case ["bytes", text]:
            return bytes.fromhex(text)
        case ["list", *parts]:
            return tuple(map(read, parts))
        case ["set", *parts]:
            return frozenset(parts)
        case dict():
            return {name: read(part) for name, part in value.items()}
        case _:
            return cast(Value, value)


@given(ITEMS)
def test_no_two_items_have_the_same_form_as_it_can_be_read_back(item: Item) -> None:
    partition, sort, version, expires_at, places, attributes = orjson.loads(canonical(item))

    indexes = {IndexName(name): Key(*place) for name, *place in places}
    assert Item(Key(partition, sort), version, cast(Any, read(attributes)), indexes, expires_at) == item


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (1, True),
        (b"a", "a"),
        (b"a", "61"),
        (("a",), frozenset({"a"})),
        (("a", "b"), ("b", "a")),
        (("number", "1"), 1),
        (("bytes", "61"), b"a"),
        ((), {}),
        (Decimal("1.00000000000000000000000000000000000001"), Decimal(1)),
        (10**37 + 1, 10**37),
        (0, ""),
    ],
)
def test_values_that_differ_have_different_forms(one: Value, other: Value) -> None:
    item = Item(Key("P", "#"), 1, {"a": one})

    assert canonical(item) != canonical(replace(item, attributes={"a": other}))


@pytest.mark.parametrize(
    "changed",
    [
        {"key": Key("P", "##")},
        {"key": Key("P#", "#")},
        {"version": 2},
        {"expires_at": 0},
        {"indexes": {IndexName.BY_PARENT: Key("A", "B")}},
        {"indexes": {IndexName.BY_SECOND: Key("A", "B")}},
        {"attributes": {"a": 1, "b": 1}},
    ],
)
def test_every_part_of_an_item_counts(changed: dict[str, Any]) -> None:
    item = Item(Key("P", "#"), 1, {"a": 1})

    assert canonical(replace(item, **changed)) != canonical(item)


def test_an_item_that_is_met_twice_counts_twice() -> None:
    item = Item(Key("P", "#"), 1, {})

    assert (sum_of([item]).number, sum_of([item, item]).number) == (1, 2)
    assert len({sum_of([item] * number).total for number in range(4)}) == 4


def test_what_differs_is_named_also_when_it_is_on_one_side_only() -> None:
    one = {"same": Sum(1, 5), "sum": Sum(1, 5), "number": Sum(1, 5), "here": Sum(1, 5), "none": Sum()}
    other = {"same": Sum(1, 5), "sum": Sum(1, 6), "number": Sum(2, 5), "there": Sum(1, 5)}

    assert differing(one, other) == ("here", "number", "sum", "there")


def test_a_sum_is_shown_with_all_its_digits() -> None:
    assert Sum(1, 10).text == "0" * 63 + "a"
