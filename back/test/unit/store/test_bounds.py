"""Each bound at its value, and one past it."""

from decimal import Decimal
from typing import Any

import pytest

from store import bounds
from store.bounds import check_changes, check_item, check_key, check_keys, check_query
from store.errors import InvalidValue, TooLarge
from store.values import Absent, After, Change, Check, Delete, Exists, IndexName, Item, Key, Put, Query, VersionIs

KEY = Key("P", "#")
LONGEST = Key("p" * 2_048, "s" * 1_024)


def holding(value: Any) -> Item:
    return Item(KEY, 1, {"v": value})


def filled(size: int, key: Key = KEY) -> Item:
    """Return an item of exactly so many bytes."""
    return Item(key, 1, {"v": b"x" * (size - check_item(Item(key, 1, {"v": b""})))})


def nested(depth: int, leaf: object = 1) -> object:
    """Return a value in so many containers, of both kinds in turn."""
    return leaf if depth == 0 else ((nested(depth - 1, leaf),) if depth % 2 else {"n": nested(depth - 1, leaf)})


def test_keys_at_their_bounds_pass() -> None:
    check_keys([LONGEST, Key("é" * 1_024, "\U0001f600" * 256), Key("p", "s")])

    assert check_key(LONGEST) == 2_048 + 1_024


@pytest.mark.parametrize("part", ["p" * 2_049, "é" * 1_024 + "p", "\U0001f600" * 512 + "p"])
def test_a_partition_one_byte_past_its_bound_is_too_large(part: str) -> None:
    with pytest.raises(TooLarge, match="partition of the key has at most 2048 bytes, not 2049"):
        check_keys([KEY, Key(part, "s")])


@pytest.mark.parametrize("part", ["s" * 1_025, "é" * 512 + "s", "\U0001f600" * 256 + "s"])
def test_a_sort_part_one_byte_past_its_bound_is_too_large(part: str) -> None:
    with pytest.raises(TooLarge, match="sort part of the key has at most 1024 bytes, not 1025"):
        check_key(Key("p", part))


@pytest.mark.parametrize("key", [Key("", "s"), Key("p", ""), Key("\ud800", "s"), Key("p", "\udfff")])
def test_a_key_of_nothing_or_of_half_a_character_is_invalid(key: Key) -> None:
    with pytest.raises(InvalidValue):
        check_key(key)


def test_an_item_of_400_kilobytes_passes() -> None:
    assert check_item(filled(409_600)) == 409_600


def test_an_item_one_byte_past_400_kilobytes_is_too_large() -> None:
    with pytest.raises(TooLarge, match="an item takes at most 409600 bytes, not 409601"):
        check_item(filled(409_601))


def test_a_key_in_an_index_counts_in_the_size_of_its_item() -> None:
    placed = Item(KEY, 1, {}, {IndexName.BY_PARENT: LONGEST})

    assert check_item(placed) - check_item(Item(KEY, 1, {})) == 2_048 + 1_024 + 40


def test_a_transaction_of_4_megabytes_passes() -> None:
    check_changes([*(Put(filled(409_600, Key("P", str(n))), None) for n in range(10)), Put(filled(4_194_304 - 4_096_000, KEY), None)])


def test_a_transaction_one_byte_past_4_megabytes_is_too_large() -> None:
    with pytest.raises(TooLarge, match="a transaction takes at most 4194304 bytes, not 4194305"):
        check_changes([*(Put(filled(409_600, Key("P", str(n))), None) for n in range(10)), Put(filled(4_194_305 - 4_096_000, KEY), None)])


def test_a_transaction_has_1_to_100_actions() -> None:
    deletes: list[Change] = [Delete(Key("P", str(number)), None) for number in range(101)]

    check_changes(deletes[:1])
    check_changes(deletes[:100])
    with pytest.raises(TooLarge, match="at most 100 actions, not 101"):
        check_changes(deletes)
    with pytest.raises(InvalidValue):
        check_changes(())


def test_two_actions_for_one_key_are_invalid() -> None:
    with pytest.raises(InvalidValue, match="one action for each key"):
        check_changes([Check(KEY, Exists()), Delete(Key("P", "other"), None), Delete(KEY, None)])


@pytest.mark.parametrize("kind", ["key", "index"])
def test_the_keys_of_every_kind_of_change_are_checked(kind: str) -> None:
    long = Key("p" * 2_049, "s")
    changes: list[Change] = [Put(Item(long, 1, {}), None), Delete(long, None), Check(long, Absent())]
    if kind == "index":
        changes = [Put(Item(KEY, 1, {}, {index: long}), None) for index in IndexName]
    for change in changes:
        with pytest.raises(TooLarge):
            check_changes([change])


@pytest.mark.parametrize("version", [1, 2**63 - 1])
def test_a_version_at_its_bounds_passes(version: int) -> None:
    check_changes([Put(Item(KEY, version, {}), VersionIs(version))])


@pytest.mark.parametrize("version", [0, -1, 2**63, True, 1.0, "1"])
def test_a_version_past_its_bounds_is_invalid(version: Any) -> None:
    for change in (Put(Item(KEY, version, {}), None), Delete(KEY, VersionIs(version)), Check(KEY, VersionIs(version))):
        with pytest.raises(InvalidValue):
            check_changes([change])


@pytest.mark.parametrize("time", [0, 2**63 - 1])
def test_a_time_of_expiry_at_its_bounds_passes(time: int) -> None:
    assert check_item(Item(KEY, 1, {}, expires_at=time)) > check_item(Item(KEY, 1, {}))


@pytest.mark.parametrize("time", [-1, 2**63, False, 0.5])
def test_a_time_of_expiry_past_its_bounds_is_invalid(time: Any) -> None:
    with pytest.raises(InvalidValue):
        check_item(Item(KEY, 1, {}, expires_at=time))


@pytest.mark.parametrize(
    "number",
    [
        *(10**38 - 1, -(10**38) + 1, 0),
        *(Decimal("9" * 38), Decimal("-" + "9" * 38), Decimal("0." + "9" * 38), Decimal("1E-130"), Decimal("9.9E125"), Decimal("0.00")),
    ],
)
def test_a_number_at_its_bounds_passes(number: int | Decimal) -> None:
    check_item(holding(number))


@pytest.mark.parametrize(
    "number",
    [
        *(10**38, -(10**38)),
        *(Decimal("1" + "0" * 38), Decimal("9.9E-131"), Decimal("1E126"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")),
    ],
)
def test_a_number_past_its_bounds_is_invalid(number: int | Decimal) -> None:
    with pytest.raises(InvalidValue):
        check_item(holding(number))


def test_values_nested_32_deep_pass() -> None:
    check_item(holding(nested(bounds.NESTING)))


def test_values_nested_33_deep_are_too_large() -> None:
    with pytest.raises(TooLarge, match="'v' is nested more than 32 deep"):
        check_item(holding(nested(bounds.NESTING + 1)))


@pytest.mark.parametrize("within", [False, True])
def test_a_name_at_its_bound_passes_and_one_past_it_does_not(within: bool) -> None:
    def named(length: int) -> Item:
        return holding({"n" * length: 1}) if within else Item(KEY, 1, {"n" * length: 1})

    check_item(named(65_535))
    with pytest.raises(TooLarge, match="at most 65535 bytes, not 65536"):
        check_item(named(65_536))
    with pytest.raises(InvalidValue):
        check_item(named(0))


@pytest.mark.parametrize(
    "value",
    [
        *(None, 1.5, [1], {"a", "b"}, bytearray(b"x"), object(), "\ud800"),
        *(frozenset(), frozenset({1}), frozenset({"\ud800"}), {1: "a"}, {"\ud800": 1}),
    ],
)
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_value_that_the_store_does_not_keep_is_invalid_at_any_depth(value: object, depth: int) -> None:
    with pytest.raises(InvalidValue):
        check_item(holding(nested(depth, value)))


def test_empty_texts_and_containers_are_kept() -> None:
    check_item(Item(KEY, 1, {"text": "", "bytes": b"", "tuple": (), "mapping": {}, "set": frozenset({""})}))


@pytest.mark.parametrize(
    "query",
    [
        Query(None, "p" * 2_048, prefix="s" * 1_024),
        Query(IndexName.BY_PARENT, "p", low="s" * 1_024, high="s" * 1_024),
        Query(None, "p", after=After("s" * 1_024, LONGEST), first=1),
    ],
)
def test_a_query_at_its_bounds_passes(query: Query) -> None:
    check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        Query(None, "p" * 2_049),
        Query(None, "p", prefix="s" * 1_025),
        Query(None, "p", low="s" * 1_025),
        Query(None, "p", high="s" * 1_025),
        Query(None, "p", after=After("s" * 1_025, KEY)),
        Query(None, "p", after=After("s", Key("p", "s" * 1_025))),
    ],
)
def test_a_query_one_past_its_bounds_is_too_large(query: Query) -> None:
    with pytest.raises(TooLarge):
        check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        Query(None, ""),
        Query(None, "p", first=0),
        Query(None, "p", first=-1),
        Query(None, "p", low=""),
        Query(None, "p", high=""),
        Query(None, "p", prefix="a", low="a"),
        Query(None, "p", prefix="a", high="a"),
        Query(None, "p", prefix="\ud800"),
        Query(None, "p", after=After("", KEY)),
    ],
)
def test_a_query_that_means_nothing_is_invalid(query: Query) -> None:
    with pytest.raises(InvalidValue):
        check_query(query)
