"""Transactions at once: whatever the order, the outcome is one that they would have had one after the other."""

import asyncio
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import Conflict
from store.table import Table
from store.values import Absent, Change, Check, Condition, Delete, Exists, Item, Key, Put, VersionIs

KEYS = [Key(name, "#") for name in "ABC"]
State = dict[Key, int]


def holds(condition: Condition | None, version: int | None) -> bool:
    if isinstance(condition, VersionIs):
        return version == condition.version
    return condition is None or (version is None) == isinstance(condition, Absent)


def run(state: State, transaction: tuple[Change, ...]) -> tuple[State, tuple[Key, ...]]:
    """Say in plain words what a transaction leaves behind, and the keys whose conditions failed."""
    failed = tuple(change.key for change in transaction if not holds(change.condition, state.get(change.key)))
    if failed:
        return state, failed
    gone = {change.key for change in transaction if isinstance(change, Delete)}
    put = {change.key: change.item.version for change in transaction if isinstance(change, Put)}
    return {key: version for key, version in {**state, **put}.items() if key not in gone}, ()


def run_all(state: State, transactions: tuple[tuple[Change, ...], ...]) -> tuple[State, list[tuple[Key, ...]]]:
    outcomes = []
    for transaction in transactions:
        state, failed = run(state, transaction)
        outcomes.append(failed)
    return state, outcomes


CONDITIONS: st.SearchStrategy[Condition] = st.sampled_from([Absent(), Exists(), VersionIs(1), VersionIs(2)])


@st.composite
def transactions(draw: st.DrawFn) -> tuple[Change, ...]:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True))
    made: list[Change] = []
    for key in keys:
        condition = draw(st.none() | CONDITIONS)
        match draw(st.sampled_from(["put", "put", "delete", "check"])):
            case "put":
                made.append(Put(Item(key, draw(st.integers(1, 2)), {}), condition))
            case "delete":
                made.append(Delete(key, condition))
            case _:
                made.append(Check(key, condition or Exists()))
    return tuple(made)


async def write(table: Table, transaction: tuple[Change, ...]) -> tuple[Key, ...]:
    try:
        await table.write(transaction)
    except Conflict as conflict:
        return conflict.keys
    return ()


async def state_of(table: Table) -> State:
    return {key: item.version for key, item in (await table.get_many(KEYS)).items()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(made=st.lists(transactions(), min_size=1, max_size=12).map(tuple))
async def test_one_after_the_other_each_sees_what_was_done_before_it(table: Table, made: tuple[tuple[Change, ...], ...]) -> None:
    await table.write([Delete(key, None) for key in KEYS])
    state, outcomes = run_all({}, made)

    assert [await write(table, transaction) for transaction in made] == outcomes
    assert await state_of(table) == state


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(made=st.lists(transactions(), min_size=1, max_size=4).map(tuple), present=st.booleans())
async def test_at_once_they_end_as_in_some_order(table: Table, made: tuple[tuple[Change, ...], ...], present: bool) -> None:
    await table.write([Put(Item(key, 1, {}), None) if present else Delete(key, None) for key in KEYS])
    begun = dict.fromkeys(KEYS, 1) if present else {}

    answered = await asyncio.gather(*(write(table, transaction) for transaction in made))
    left = await state_of(table)

    def ends_so(order: tuple[int, ...]) -> bool:
        state, outcomes = run_all(begun, tuple(made[place] for place in order))
        return state == left and outcomes == [answered[place] for place in order]

    assert any(ends_so(order) for order in permutations(range(len(made))))


@pytest.mark.parametrize("writers", [2, 40])
async def test_of_writers_that_make_one_key_one_wins_and_its_values_stay(table: Table, writers: int) -> None:
    async def make(number: int) -> bool:
        return not await write(table, (Put(Item(KEYS[0], 1, {"by": number}), Absent()), Put(Item(Key("X", str(number)), 1, {}), None)))

    won = [number for number, has_won in enumerate(await asyncio.gather(*map(make, range(writers)))) if has_won]
    found = await table.get_many([KEYS[0], *(Key("X", str(number)) for number in range(writers))])

    assert len(won) == 1
    assert found == {KEYS[0]: Item(KEYS[0], 1, {"by": won[0]}), Key("X", str(won[0])): Item(Key("X", str(won[0])), 1, {})}


async def test_money_that_moves_at_once_is_neither_made_nor_lost(table: Table) -> None:
    await table.write([Put(Item(key, 1, {"sum": 100}), None) for key in KEYS])

    async def move(source: Key, target: Key) -> None:
        while True:
            found = await table.get_many((source, target))
            moved = [(found[source], -1), (found[target], 1)]
            changes = [
                Put(Item(item.key, item.version + 1, {"sum": int(str(item.attributes["sum"])) + by}), VersionIs(item.version))
                for item, by in moved
            ]
            if not await write(table, tuple(changes)):
                return

    await asyncio.gather(*(move(KEYS[number % 3], KEYS[(number + 1) % 3]) for number in range(10)))

    found = await table.get_many(KEYS)
    assert [found[key].attributes["sum"] for key in KEYS] == [99, 101, 100]
    assert sum(item.version for item in found.values()) == 3 + 2 * 10
