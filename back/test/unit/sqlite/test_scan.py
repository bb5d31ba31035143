"""Reading every item of a file, and going on from a token."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sqlite.refusals import DatabaseRefused
from sqlite.scan import ITEMS_A_PAGE, SqliteScan, open_scan
from sqlite.table import SqliteTable, open_table
from store.scan import ScanPage, every_item, from_token, to_token
from store.values import Delete, Item, Key, Put

NUMBER = 2 * ITEMS_A_PAGE + 3


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[SqliteTable]:
    opened = await open_table(tmp_path / "t.sqlite3")
    yield opened
    await opened.close()


@pytest.fixture
async def scan(table: SqliteTable, tmp_path: Path) -> AsyncIterator[SqliteScan]:
    opened = await open_scan(tmp_path / "t.sqlite3")
    yield opened
    await opened.close()


def item(number: int) -> Item:
    return Item(Key(f"P#{number // 2:06d}", f"#{number % 2}"), 1, {"number": number})


async def fill(table: SqliteTable) -> list[Item]:
    items = [item(number) for number in range(NUMBER)]
    for start in range(0, NUMBER, 100):
        await table.write([Put(each, None) for each in items[start : start + 100]])
    return items


async def test_every_item_comes_once_in_the_order_of_the_keys(table: SqliteTable, scan: SqliteScan) -> None:
    items = await fill(table)

    assert [each async for each in every_item(scan)] == items


async def test_an_empty_file_has_no_pages(scan: SqliteScan) -> None:
    assert [page async for page in scan.pages()] == []


async def test_a_token_leads_on_behind_its_page_even_when_what_it_names_is_gone(table: SqliteTable, scan: SqliteScan) -> None:
    items = await fill(table)
    first: ScanPage = await anext(scan.pages())
    await table.write([Delete(first.items[-1].key, None)])

    rest = [each async for page in scan.pages(after=first.token) for each in page.items]

    assert [*first.items, *rest] == items
    assert from_token(first.token) == first.items[-1].key


async def test_there_is_no_second_part(scan: SqliteScan) -> None:
    with pytest.raises(IndexError, match="no part 1"):
        await anext(scan.pages(1))


async def test_items_are_read_by_their_keys(table: SqliteTable, scan: SqliteScan) -> None:
    await table.write([Put(item(1), None)])

    assert await scan.get_many((item(1).key, item(2).key)) == {item(1).key: item(1)}


async def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused, match="there is no database at"):
        await open_scan(tmp_path / "none.sqlite3")


@pytest.mark.parametrize("key", [Key("A", "#"), Key('"é,[', "\\n#\u2028")])
def test_a_token_holds_any_key(key: Key) -> None:
    assert from_token(to_token(key)) == key
