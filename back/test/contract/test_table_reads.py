"""Reads: by key, in order, page by page, counted."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from store.table import Table, iterate
from store.values import After, Delete, IndexName, Item, Key, Page, Put, Query

MOST_ROWS = 1_000
"""More than any walk here visits: one that stands still must fail, not hang."""
# In the order of their UTF-8 bytes, which is not that of UTF-16 units: the last two are beyond the basic plane.
SORTS = ("!", "#", "A", "AB", "B", "a", "ab", "~", "\x7f", "é", "ÿ", "Ā", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff")


async def put_all(table: Table, *items: Item) -> None:
    for start in range(0, len(items), 100):
        await table.write(tuple(Put(item, None) for item in items[start : start + 100]))


def row(sort: str, partition: str = "P") -> Item:
    return Item(Key(partition, sort), 1, {"sort": sort}, {IndexName.BY_PARENT: Key(f"I#{partition}", sort)})


async def visit(table: Table, query: Query) -> list[Item]:
    """Read all pages and check that each is as long as it can be."""
    seen: list[Item] = []
    page = await table.query(query)
    while True:
        seen.extend(page.items)
        if page.next is None:
            return seen
        assert len(page.items) == query.first
        assert len(seen) < MOST_ROWS
        page = await table.query(replace(query, after=page.next))


async def test_many_keys_are_read_at_once_each_once_and_missing_ones_are_absent(table: Table) -> None:
    items = [row(f"{number:05}") for number in range(2_500)]
    await put_all(table, *items)
    keys = [Key("P", f"{number:05}") for number in range(5_000)]

    found = await table.get_many([*keys, *keys[:700]], consistent=True)

    assert found == {item.key: item for item in items}


async def test_no_keys_are_no_items(table: Table) -> None:
    assert await table.get_many(()) == {}


@pytest.mark.parametrize("index", [None, IndexName.BY_PARENT])
@pytest.mark.parametrize("descending", [False, True])
async def test_rows_come_in_the_order_of_their_bytes(table: Table, index: IndexName | None, descending: bool) -> None:
    items = [row(sort) for sort in SORTS]
    await put_all(table, *random.Random(7).sample(items, len(items)), row("A", "another"))
    query = Query(index, "P" if index is None else "I#P", first=4, descending=descending)

    assert await visit(table, query) == (items[::-1] if descending else items)


@pytest.mark.parametrize("index", [None, IndexName.BY_PARENT])
@pytest.mark.parametrize("prefix", ["A", "AB", "\ud7ff", "\U0010ffff", "nothing"])
async def test_a_prefix_selects_what_begins_with_it(table: Table, index: IndexName | None, prefix: str) -> None:
    await put_all(table, *(row(sort) for sort in SORTS))
    query = Query(index, "P" if index is None else "I#P", prefix=prefix, first=1)

    assert [item.key.sort for item in await visit(table, query)] == [sort for sort in SORTS if sort.startswith(prefix)]


@pytest.mark.parametrize("index", [None, IndexName.BY_PARENT])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("first", [1, 2, 100])
async def test_bounds_are_inclusive(table: Table, index: IndexName | None, descending: bool, first: int) -> None:
    await put_all(table, *(row(sort) for sort in SORTS))
    query = Query(index, "P" if index is None else "I#P", low="AB", high="é", first=first, descending=descending)

    selected = [sort for sort in SORTS if "AB" <= sort <= "é"]
    assert [item.key.sort for item in await visit(table, query)] == (selected[::-1] if descending else selected)


@pytest.mark.parametrize("index", [None, IndexName.BY_PARENT])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("seed", range(4))
async def test_paging_visits_once_what_was_there_while_others_come_and_go(
    table: Table, index: IndexName | None, descending: bool, seed: int
) -> None:
    chance = random.Random(seed)
    lasting = [row(f"K{number:03}") for number in range(0, 300, 3)]
    await put_all(table, *lasting)
    query = Query(index, "P" if index is None else "I#P", prefix="K", first=chance.randint(1, 17), descending=descending)
    seen: list[Item] = []
    page: Page[Item] = Page((), After("", Key("", "")))
    begun = False
    while not begun or page.next is not None:
        page = await table.query(replace(query, after=page.next if begun else None))
        begun = True
        seen.extend(page.items)
        others = [row(f"K{chance.randrange(300) // 3 * 3 + chance.choice((1, 2)):03}") for _ in range(9)]
        await put_all(table, *{item.key: item for item in others}.values())
        await table.write((Delete(others[0].key, None),))

    sorts = [item.key.sort for item in seen]
    assert all((one > other) if descending else (one < other) for one, other in pairwise(sorts))
    assert [item for item in seen if item in lasting] == (lasting[::-1] if descending else lasting)


async def test_rows_of_one_place_in_an_index_are_each_visited_once(table: Table) -> None:
    items = [Item(Key(f"X{number}", "#"), 1, {}, {IndexName.BY_SECOND: Key("same", "same")}) for number in range(23)]
    await put_all(table, *items)

    seen = await visit(table, Query(IndexName.BY_SECOND, "same", first=5))

    assert sorted(item.key for item in seen) == sorted(item.key for item in items)


async def test_an_index_lists_only_items_that_have_a_place_in_it(table: Table) -> None:
    with_place = Item(Key("A", "#"), 1, {}, {IndexName.UNSEALED: Key("U", "1")})
    await put_all(table, with_place, Item(Key("B", "#"), 1, {}))

    assert (await table.query(Query(IndexName.UNSEALED, "U"))).items == (with_place,)
    assert (await table.query(Query(IndexName.BY_SECOND, "U"))).items == ()


async def test_many_queries_answer_what_each_would(table: Table) -> None:
    await put_all(table, *(row(f"{number:03}", partition) for partition in "PQR" for number in range(7)))
    queries = [Query(None, partition, first=first, descending=first % 2 == 0) for partition in "PQRS" for first in (1, 4, 7, 9)]

    assert list(await table.query_many(queries)) == [await table.query(query) for query in queries]
    assert list(await table.query_many(())) == []


async def test_a_count_is_of_all_pages_and_of_living_items(table: Table) -> None:
    items = [replace(row(f"{number:02}"), expires_at=None if number % 3 else 1_000 + number) for number in range(30)]
    await put_all(table, *items)
    query = Query(IndexName.BY_PARENT, "I#P", first=2, after=After("05", Key("P", "05")))

    assert await table.count(query, alive_at=0) == 30
    assert await table.count(query, alive_at=1_000) == 29
    assert await table.count(query, alive_at=2_000) == 20
    assert await table.count(replace(query, prefix="1"), alive_at=2_000) == 7
    assert await table.count(replace(query, partition="nothing"), alive_at=0) == 0


async def test_an_item_keeps_the_time_of_its_end(table: Table) -> None:
    item = replace(row("a"), expires_at=1_795_608_000)
    await put_all(table, item)

    assert await table.get_many((item.key,)) == {item.key: item}


async def test_iterating_yields_every_item_of_every_page(table: Table) -> None:
    items = [row(f"{number:03}") for number in range(25)]
    await put_all(table, *items)

    assert [item async for item in iterate(table, Query(None, "P", first=10))] == items
