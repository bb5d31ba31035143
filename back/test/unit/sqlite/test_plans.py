"""How the engine finds rows: always by a search of one index, with every bound in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sqlite.connection import Waits, connect_writer, create_file
from sqlite.lookup import key_values, select_by_key
from sqlite.ranges import select_count, select_page
from sqlite.schema import prepare
from store.values import After, IndexName, Key, Query

PLACE = After("AB", Key("P", "AB"))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    create_file(tmp_path / "t.sqlite3")
    with closing(connect_writer(tmp_path / "t.sqlite3", Waits())) as opened:
        prepare(opened, Waits())
        yield opened


def plan(connection: sqlite3.Connection, statement: str, values: object) -> list[str]:
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]  # type: ignore[arg-type]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("bounds", "searched"),
    [
        (Query(None, "P"), ""),
        (Query(None, "P", prefix="A"), " AND sort>? AND sort<?"),
        (Query(None, "P", low="A", high="B"), " AND sort>? AND sort<?"),
        (Query(None, "P", low="A"), " AND sort>?"),
        (Query(None, "P", high="B"), " AND sort<?"),
    ],
)
@pytest.mark.parametrize("index", [None, *IndexName])
def test_a_first_page_is_searched_for_and_never_sorted(
    connection: sqlite3.Connection, index: IndexName | None, descending: bool, bounds: Query, searched: str
) -> None:
    query = replace(bounds, index=index, descending=descending)
    found = plan(connection, *select_page(query, 101))

    search = f"SEARCH items USING INDEX sqlite_autoindex_items_1 (partition=?{searched})"
    if index is not None:
        search = f"SEARCH items USING INDEX items_{index} ({index}_partition=?{searched.replace('sort', f'{index}_sort')})"
    assert found == ["CO-ROUTINE i", search, "SCAN i"]
    assert plan(connection, *select_count(query, 0)) == [search]


@pytest.mark.parametrize(
    ("query", "searched"),
    [
        (Query(None, "P", prefix="A"), "sort>? AND sort<?"),
        (Query(None, "P"), "sort>?"),
        (Query(None, "P", descending=True), "sort<?"),
        (Query(None, "P", prefix="A", descending=True), "sort>? AND sort<?"),
        (Query(IndexName.BY_PARENT, "P"), "(by_parent_sort,partition,sort)>(?,?,?)"),
        (Query(IndexName.BY_PARENT, "P", prefix="A"), "(by_parent_sort,partition,sort)>(?,?,?) AND by_parent_sort<?"),
        (Query(IndexName.BY_PARENT, "P", low="A", high="B"), "(by_parent_sort,partition,sort)>(?,?,?) AND by_parent_sort<?"),
        (Query(IndexName.BY_PARENT, "P", descending=True), "(by_parent_sort,partition,sort)<(?,?,?)"),
        (Query(IndexName.BY_PARENT, "P", prefix="A", descending=True), "by_parent_sort>? AND (by_parent_sort,partition,sort)<(?,?,?)"),
    ],
)
def test_a_later_page_begins_its_search_where_the_one_before_it_ended(connection: sqlite3.Connection, query: Query, searched: str) -> None:
    _, search, _ = plan(connection, *select_page(replace(query, after=PLACE), 101))

    assert search.endswith(f"_partition=? AND {searched})" if query.index else f"(partition=? AND {searched})")
    assert search.startswith("SEARCH items USING INDEX ")


@pytest.mark.parametrize("number", [1, 4, 256])
def test_rows_are_looked_up_by_key_one_after_the_other(connection: sqlite3.Connection, number: int) -> None:
    keys = [Key("P", str(place)) for place in range(number)]
    found = plan(connection, select_by_key("i.version", number), key_values(keys))

    assert found[-1] == "SEARCH i USING INDEX sqlite_autoindex_items_1 (partition=? AND sort=?)"
    assert not any("items" in step and "SCAN" in step for step in found)
