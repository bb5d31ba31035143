"""Values: each comes back as it was written, and what the bounds refuse never gets in."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import InvalidValue, TooLarge
from store.table import Table
from store.values import Absent, Check, Delete, IndexName, Item, Key, Put, Query, VersionIs

KEY = Key("P", "#")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
SCALARS = (
    TEXT
    | st.booleans()
    | st.integers(-(10**37), 10**37)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=3)
    | st.binary(max_size=12)
    | st.frozensets(TEXT, min_size=1, max_size=4)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


def types_of(value: object) -> object:
    """Return a value with its types spelled out: `True` equals 1 and `Decimal(1)` equals 1, but they are not the same."""
    if isinstance(value, Mapping):
        return {name: types_of(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return ("tuple", *map(types_of, value))
    return (type(value).__name__, str(value) if isinstance(value, Decimal) else value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(attributes=st.dictionaries(NAMES, VALUES, max_size=6))
async def test_attributes_come_back_as_they_were_written(table: Table, attributes: dict[str, Any]) -> None:
    await table.write((Put(Item(KEY, 1, attributes), None),))

    (item,) = (await table.get_many((KEY,))).values()
    assert types_of(item.attributes) == types_of(attributes)


@pytest.mark.parametrize("number", [2**63, -(2**64), 10**37, 0, -1])
async def test_large_whole_numbers_come_back(table: Table, number: int) -> None:
    await table.write((Put(Item(KEY, 1, {"n": number}), None),))

    assert (await table.get_many((KEY,)))[KEY].attributes == {"n": number}


@pytest.mark.parametrize("text", ["0.10", "-0", "1E+5", "8.1", "0.00000001"])
async def test_a_decimal_keeps_its_digits(table: Table, text: str) -> None:
    await table.write((Put(Item(KEY, 1, {"score": Decimal(text)}), None),))

    assert str((await table.get_many((KEY,)))[KEY].attributes["score"]) == str(Decimal(text))


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        None,
        frozenset(),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1" * 39),
        10**38,
        "\ud800",
        ["a list"],
        {"inner": 1.0},
        ({"deep": None},),
    ],
)
async def test_a_value_that_no_engine_keeps_is_refused(table: Table, value: Any) -> None:
    with pytest.raises(InvalidValue):
        await table.write((Put(Item(KEY, 1, {"value": value}), None),))

    assert await table.get_many((KEY,)) == {}


class Named(StrEnum):
    FIRST = "first"


async def test_a_subclass_of_text_is_as_good_as_a_text(table: Table) -> None:
    await table.write((Put(Item(KEY, 1, {Named.FIRST: {Named.FIRST: (Named.FIRST, frozenset({Named.FIRST}))}}), None),))

    (item,) = (await table.get_many((KEY,))).values()
    assert types_of(item.attributes) == types_of({"first": {"first": ("first", frozenset({"first"}))}})


async def test_a_mapping_of_any_kind_comes_back_as_a_mapping(table: Table) -> None:
    await table.write((Put(Item(KEY, 1, {"outer": MappingProxyType({"inner": MappingProxyType({"n": 10**30})})}), None),))

    assert (await table.get_many((KEY,)))[KEY].attributes == {"outer": {"inner": {"n": 10**30}}}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(partition=NAMES, sort=NAMES, place=st.builds(Key, NAMES, NAMES))
async def test_keys_of_any_characters_name_their_item(table: Table, partition: str, sort: str, place: Key) -> None:
    item = Item(Key(partition, sort), 1, {"of": partition}, {IndexName.BY_PARENT: place})
    await table.write((Put(item, None),))

    assert await table.get_many((item.key, Key(sort + "!", partition))) == {item.key: item}
    assert (await table.query(Query(None, partition, prefix=sort))).items[0] == item
    assert item in (await table.query(Query(IndexName.BY_PARENT, place.partition, low=place.sort, high=place.sort))).items
    await table.write((Delete(item.key, VersionIs(1)),))
    assert await table.get_many((item.key,)) == {}


@pytest.mark.parametrize("number", [1, 2**63 - 1])
async def test_versions_and_times_go_up_to_the_highest_integer(table: Table, number: int) -> None:
    item = Item(KEY, number, {}, expires_at=number)
    await table.write((Put(item, None),))
    await table.write((Check(KEY, VersionIs(number)),))

    assert await table.get_many((KEY,)) == {KEY: item}
    assert await table.count(Query(None, "P"), alive_at=number) == 0
    assert await table.count(Query(None, "P"), alive_at=number - 1) == 1


def sized(size: int) -> Item:
    """Return an item whose one attribute has so many bytes."""
    return Item(KEY, 1, {"v": "x" * size})


async def test_an_item_of_almost_400_kilobytes_passes_and_a_larger_one_does_not(table: Table) -> None:
    await table.write((Put(sized(400 * 1_024 - 200), None),))

    with pytest.raises(TooLarge, match="409600"):
        await table.write((Put(sized(400 * 1_024), None),))

    assert (await table.get_many((KEY,)))[KEY] == sized(400 * 1_024 - 200)


@pytest.mark.parametrize(("partition", "sort"), [(2_048, 1), (1, 1_024)])
async def test_keys_at_their_bounds_pass(table: Table, partition: int, sort: int) -> None:
    key = Key("p" * partition, "s" * sort)
    item = Item(key, 1, {}, {IndexName.BY_PARENT: key})
    await table.write((Put(item, None),))

    assert await table.get_many((key,)) == {key: item}


@pytest.mark.parametrize(("partition", "sort"), [("p" * 2_049, "s"), ("p", "s" * 1_025), ("é" * 1_025, "s"), ("p", "é" * 513)])
async def test_keys_one_past_their_bounds_are_refused(table: Table, partition: str, sort: str) -> None:
    key = Key(partition, sort)
    for write in (Put(Item(key, 1, {}), None), Put(Item(KEY, 1, {}, {IndexName.BY_PARENT: key}), None), Check(key, Absent())):
        with pytest.raises(TooLarge):
            await table.write((write,))
    with pytest.raises(TooLarge):
        await table.get_many((key,))


@pytest.mark.parametrize("key", [Key("", "s"), Key("p", "")])
async def test_an_empty_key_is_refused(table: Table, key: Key) -> None:
    with pytest.raises(InvalidValue):
        await table.write((Put(Item(key, 1, {}), None),))


async def test_a_hundred_actions_pass_and_one_more_does_not(table: Table) -> None:
    puts = [Put(Item(Key("P", f"{number:03}"), 1, {}), None) for number in range(101)]
    with pytest.raises(TooLarge, match="100"):
        await table.write(puts)
    assert await table.count(Query(None, "P"), alive_at=0) == 0

    await table.write(puts[:100])
    assert await table.count(Query(None, "P"), alive_at=0) == 100


async def test_a_transaction_of_more_than_4_megabytes_is_refused(table: Table) -> None:
    puts = [Put(Item(Key("P", str(number)), 1, {"v": "x" * 390_000}), None) for number in range(11)]
    with pytest.raises(TooLarge, match="4194304"):
        await table.write(puts)

    await table.write(puts[:10])


@pytest.mark.parametrize("version", [0, -1])
async def test_an_item_has_a_version_from_one_on(table: Table, version: int) -> None:
    with pytest.raises(InvalidValue):
        await table.write((Put(Item(KEY, version, {}), None),))
