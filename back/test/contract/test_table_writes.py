"""Transactions: conditions, all or nothing, races."""

import asyncio

import pytest

from store.errors import Conflict, InvalidValue
from store.table import Table
from store.values import Absent, Change, Check, Condition, Delete, Exists, IndexName, Item, Key, Put, Query, VersionIs

ONE, OTHER = Key("A", "#"), Key("B", "#")


def item(key: Key = ONE, version: int = 1, **attributes: str) -> Item:
    return Item(key, version, attributes)


async def stored(table: Table, *keys: Key) -> list[Item | None]:
    found = await table.get_many(keys)
    return [found.get(key) for key in keys]


@pytest.mark.parametrize(
    ("condition", "holds_when_absent", "holds_at_version_3"),
    [
        (None, True, True),
        (Absent(), True, False),
        (Exists(), False, True),
        (VersionIs(3), False, True),
        (VersionIs(2), False, False),
        (VersionIs(4), False, False),
    ],
)
@pytest.mark.parametrize("kind", ["put", "delete", "check"])
async def test_a_change_takes_place_only_when_its_condition_holds(
    table: Table, condition: Condition | None, holds_when_absent: bool, holds_at_version_3: bool, kind: str
) -> None:
    if kind == "check" and condition is None:
        return
    new = item(version=9, text="new")
    for present, holds in ((None, holds_when_absent), (item(version=3, text="old"), holds_at_version_3)):
        await table.write((Put(present, None) if present else Delete(ONE, None),))
        change: Change = Put(new, condition)
        if kind == "delete":
            change = Delete(ONE, condition)
        elif kind == "check" and condition is not None:
            change = Check(ONE, condition)

        if holds:
            await table.write((change,))
        else:
            with pytest.raises(Conflict) as caught:
                await table.write((change,))
            assert caught.value.keys == (ONE,)

        expected = {"put": new, "delete": None, "check": present}[kind] if holds else present
        assert await stored(table, ONE) == [expected]


async def test_a_transaction_whose_last_condition_fails_changes_nothing(table: Table) -> None:
    await table.write((Put(item(), None),))

    with pytest.raises(Conflict) as caught:
        await table.write((Put(item(OTHER), Absent()), Put(item(ONE, 2, text="new"), VersionIs(7)), Delete(Key("C", "#"), Exists())))

    assert caught.value.keys == (ONE, Key("C", "#"))
    assert await stored(table, ONE, OTHER) == [item(), None]


@pytest.mark.parametrize("second", [Put(item(), None), Delete(ONE, None), Check(ONE, Exists())])
async def test_a_transaction_has_one_action_for_a_key(table: Table, second: Change) -> None:
    with pytest.raises(InvalidValue):
        await table.write((Put(item(), None), second))

    assert await stored(table, ONE) == [None]


async def test_of_racing_writers_of_one_version_one_wins(table: Table) -> None:
    await table.write((Put(item(), None),))

    outcomes = await asyncio.gather(
        *(table.write((Put(item(version=2, by=str(number)), VersionIs(1)),)) for number in range(24)), return_exceptions=True
    )

    lost = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert len(lost) == 23
    assert {outcome.keys for outcome in lost} == {(ONE,)}


async def test_counting_up_with_retries_loses_no_step(table: Table) -> None:
    await table.write((Put(item(version=1), None),))

    async def step() -> None:
        while True:
            (present,) = await stored(table, ONE)
            assert present is not None
            try:
                await table.write((Put(item(version=present.version + 1), VersionIs(present.version)),))
            except Conflict:
                continue
            return

    await asyncio.gather(*(step() for _ in range(12)))

    (last,) = await stored(table, ONE)
    assert last == item(version=13)


async def test_a_transaction_sees_those_that_were_answered_before_it(table: Table) -> None:
    for version in range(1, 30):
        await table.write((Put(item(version=version), VersionIs(version - 1) if version > 1 else Absent()),))

    assert await stored(table, ONE) == [item(version=29)]


async def test_an_item_leaves_its_old_place_in_an_index_and_stands_in_its_new_one(table: Table) -> None:
    def listed(place: str) -> Query:
        return Query(IndexName.BY_PARENT, place)

    first = Item(ONE, 1, {}, {IndexName.BY_PARENT: Key("P", "a")})
    await table.write((Put(first, None),))
    assert (await table.query(listed("P"))).items == (first,)

    second = Item(ONE, 2, {}, {IndexName.BY_PARENT: Key("Q", "a")})
    await table.write((Put(second, None),))
    assert (await table.query(listed("P"))).items == ()
    assert (await table.query(listed("Q"))).items == (second,)

    third = Item(ONE, 3, {})
    await table.write((Put(third, None),))
    assert (await table.query(listed("Q"))).items == ()

    await table.write((Put(second, None), Delete(OTHER, None)))
    await table.write((Delete(ONE, None),))
    assert (await table.query(listed("Q"))).items == ()
