"""Pages: what each has, and what walking through them visits while others write."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.table import Table
from store.values import After, Change, Delete, IndexName, Item, Key, Page, Put, Query

MOST_PAGES = 100
"""More than any walk here takes: one that stands still must fail, not hang."""
INDEXES = [None, IndexName.BY_PARENT]
# Few characters from all over the range, so that texts are often equal, or begin with each other.
SORTS = st.text(st.sampled_from("\x01#Aa~é\ud7ff\ue000\uffff\U00010000\U0010ffff"), min_size=1, max_size=3)


def row(sort: str, place: str | None = None) -> Item:
    """Return an item that an index lists at a place of its own, by default that of its sort key."""
    return Item(Key("P", sort), 1, {"sort": sort}, {IndexName.BY_PARENT: Key("P", place or sort)})


async def write_all(table: Table, changes: Sequence[Change]) -> None:
    for start in range(0, len(changes), 100):
        await table.write(changes[start : start + 100])


async def empty(table: Table) -> None:
    """Remove what another example of the same test left."""
    items = (await table.query(Query(None, "P", first=5_000))).items
    await write_all(table, [Delete(item.key, None) for item in items])


async def pages_of(table: Table, query: Query) -> list[Page[Item]]:
    pages = [await table.query(query)]
    while pages[-1].next is not None:
        assert len(pages) < MOST_PAGES
        pages.append(await table.query(replace(query, after=pages[-1].next)))
    return pages


def place(index: IndexName | None, item: Item) -> tuple[str, Key]:
    return (item.key.sort if index is None else item.indexes[index].sort, item.key)


def selects(query: Query, sort: str) -> bool:
    """Say in plain words what a query selects."""
    if query.prefix:
        return sort.startswith(query.prefix)
    return (query.low is None or query.low <= sort) and (query.high is None or sort <= query.high)


def expected(query: Query, items: Sequence[Item]) -> list[Item]:
    chosen = [item for item in items if selects(query, place(query.index, item)[0])]
    return sorted(chosen, key=lambda item: place(query.index, item), reverse=query.descending)


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("rows", [0, 1, 6, 7, 12])
async def test_all_pages_are_full_but_the_last_which_is_never_empty(table: Table, index: IndexName | None, rows: int) -> None:
    await write_all(table, [Put(row(f"{number:02}"), None) for number in range(rows)])

    pages = await pages_of(table, Query(index, "P", first=6))

    assert [len(page.items) for page in pages] == {0: [0], 1: [1], 6: [6], 7: [6, 1], 12: [6, 6]}[rows]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("index", INDEXES)
async def test_a_page_may_be_as_long_as_is_asked_for(table: Table, index: IndexName | None, descending: bool) -> None:
    items = [row(f"{number:04}") for number in range(1_100)]
    await write_all(table, [Put(item, None) for item in items])
    wanted = items[::-1] if descending else items

    for first in (510, 511, 512, 513, 1_023, 1_024, 1_099, 1_100, 1_101, 10**9):
        page = await table.query(Query(index, "P", first=first, descending=descending))
        assert list(page.items) == wanted[:first]
        assert page.next == (After(wanted[first - 1].key.sort, wanted[first - 1].key) if first < 1_100 else None)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    query = Query(draw(st.sampled_from(INDEXES)), "P", first=draw(st.integers(1, 4)), descending=draw(st.booleans()))
    if draw(st.booleans()):
        return replace(query, prefix=draw(SORTS))
    return replace(query, low=draw(st.none() | SORTS), high=draw(st.none() | SORTS))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(sorts=st.dictionaries(SORTS, SORTS, max_size=12), query=queries(), data=st.data())
async def test_a_query_answers_what_a_search_through_all_rows_would(
    table: Table, sorts: dict[str, str], query: Query, data: st.DataObject
) -> None:
    await empty(table)
    items = [row(sort, listed) for sort, listed in sorts.items()]
    await write_all(table, [Put(item, None) for item in items])
    wanted = expected(query, items)

    assert [item for page in await pages_of(table, query) for item in page.items] == wanted
    assert await table.count(query, alive_at=0) == len(wanted)

    after = After(data.draw(SORTS), Key("P", data.draw(SORTS)))
    beyond = [item for item in wanted if is_beyond(query, item, after)]
    assert list((await table.query(replace(query, after=after))).items) == beyond[: query.first]


def is_beyond(query: Query, item: Item, after: After) -> bool:
    one, other = place(query.index, item), (after.sort, after.key)
    if query.index is None:
        return item.key.sort < after.sort if query.descending else item.key.sort > after.sort
    return one < other if query.descending else one > other


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("bounds", [{}, {"prefix": "K"}, {"low": "K05", "high": "K27"}, {"low": "K05"}, {"high": "K27"}], ids=str)
async def test_rows_that_stay_are_visited_once_though_others_come_go_and_move(
    table: Table, index: IndexName | None, descending: bool, bounds: dict[str, str]
) -> None:
    chance = random.Random(f"{index} {descending} {bounds}")
    lasting = [row(f"K{number:02}5") for number in range(40)]
    await write_all(table, [Put(item, None) for item in lasting])
    query = replace(Query(index, "P", first=3, descending=descending), **bounds)  # type: ignore[arg-type]
    seen: list[Item] = []
    page = await table.query(query)
    for _ in range(MOST_PAGES):
        seen.extend(page.items)
        if page.next is None:
            break
        # The row that the page ended with is among those that may go or move.
        others = {f"K{chance.randrange(40):02}{chance.choice('12346789')}" for _ in range(12)}
        last = page.items[-1].key.sort
        if not last.endswith("5"):
            others.add(last)
        await table.write([change(sort, chance) for sort in sorted(others)])
        page = await table.query(replace(query, after=page.next))

    keys = [item.key for item in seen if item in lasting]
    assert keys == [item.key for item in expected(query, lasting)]


def change(sort: str, chance: random.Random) -> Change:
    if chance.random() < 0.4:
        return Delete(Key("P", sort), None)
    return Put(row(sort, f"K{chance.randrange(40):02}{chance.choice('12346789')}"), None)
