"""What is written to the table is in the index when the write returns, and what is refused never is."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sqlite.batch import apply, to_transaction
from sqlite.connection import Waits, connect_writer, create_file
from sqlite.index_build import prepare_search
from sqlite.schema import prepare
from sqlite.table import SqliteTable, open_table
from store.errors import Conflict, InvalidValue, StoreError
from store.index import Anywhere, Operation, Search, SearchSchema
from store.values import Absent, Change, Delete, Item, Key, Put, Value, VersionIs
from stores import SCHEMA, project

CHECKED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[SqliteTable]:
    opened = await open_table(tmp_path / "t.sqlite3", search=SCHEMA)
    yield opened
    await opened.close()


def bug(id_: str, version: int = 1, tag: str = "BUG", **attributes: Value) -> Item:
    return Item(Key(f"{tag}#{id_}", "#"), version, {"group": "g", "organization": "o", **attributes})


async def found(table: SqliteTable, text: str = "", collection: str = "bugs") -> tuple[str, ...]:
    return (await table.index.search(Search(collection, Anywhere(), text=text))).ids


async def test_a_write_and_what_follows_from_it_are_seen_together(table: SqliteTable) -> None:
    await table.write([Put(bug("a", text="apple"), Absent()), Put(bug("b"), Absent())])
    assert (await found(table), await found(table, "app", "notes")) == (("a", "b"), ("a",))

    await table.write([Put(bug("a", 2, text="pear"), VersionIs(1)), Delete(bug("b").key, None)])
    assert (await found(table), await found(table, "app"), await found(table, "pear", "notes")) == (("a",), (), ("a",))

    await table.write([Put(bug("a", 3), VersionIs(2))])
    assert (await found(table), await found(table, collection="notes")) == (("a",), ())


async def test_what_is_removed_and_made_again_is_found_though_its_version_is_older(table: SqliteTable) -> None:
    await table.write([Put(bug("a", 7, text="old"), Absent())])
    await table.write([Delete(bug("a").key, VersionIs(7))])
    await table.write([Put(bug("a", 1, text="new"), Absent())])

    assert (await found(table, "new"), await found(table, "old")) == (("a",), ())


async def test_a_write_that_lost_a_race_leaves_the_index_alone(table: SqliteTable) -> None:
    await table.write([Put(bug("a", text="first"), Absent())])

    with pytest.raises(Conflict):
        await table.write([Put(bug("a", text="second"), Absent()), Put(bug("b"), None)])

    assert (await found(table), await found(table, "second")) == (("a",), ())


async def test_only_the_tags_that_are_named_are_projected(table: SqliteTable) -> None:
    await table.write([Put(bug("a", tag="BUGS"), Absent()), Put(bug("a", tag="B"), Absent()), Put(Item(Key("BUG", "#"), 1, {}), Absent())])

    assert await found(table) == ()


async def test_what_cannot_be_indexed_is_refused_to_its_writer_alone(table: SqliteTable) -> None:
    writes = [table.write([Put(bug(str(number), score="none" if number % 3 == 0 else number), Absent())]) for number in range(9)]
    outcomes = await asyncio.gather(*writes, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes if isinstance(outcome, BaseException)] == [InvalidValue] * 3
    assert await found(table) == ("1", "2", "4", "5", "7", "8")
    keys = [bug(str(number)).key for number in range(9)]
    assert [key.partition for key in await table.get_many(keys)] == ["BUG#1", "BUG#2", "BUG#4", "BUG#5", "BUG#7", "BUG#8"]


async def test_a_projection_that_fails_is_an_error_of_that_write_alone(tmp_path: Path) -> None:
    def failing(key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
        if key.partition == "BUG#bad":
            raise KeyError("group")
        return project(key, old, new)

    table = await open_table(tmp_path / "t.sqlite3", search=SearchSchema(SCHEMA.collections, failing, SCHEMA.tags, SCHEMA.documents))
    outcomes = await asyncio.gather(*(table.write([Put(bug(id_), Absent())]) for id_ in ("a", "bad", "b")), return_exceptions=True)

    assert [isinstance(outcome, StoreError) for outcome in outcomes] == [False, True, False]
    assert await found(table) == ("a", "b")
    await table.close()


async def test_the_projection_sees_the_item_before_and_after_a_batch(tmp_path: Path) -> None:
    seen: list[tuple[str, int | None, int | None]] = []

    def watching(key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
        seen.append((key.partition, old.version if old else None, new.version if new else None))
        return project(key, old, new)

    path = tmp_path / "t.sqlite3"
    schema = SearchSchema(SCHEMA.collections, watching, SCHEMA.tags, SCHEMA.documents)
    create_file(path)
    with closing(connect_writer(path, Waits())) as connection:
        prepare(connection, Waits())
        prepare_search(connection, schema, Waits())
        apply(connection, [to_transaction([Put(bug("a", 1), Absent())])], schema)
        steps: list[list[Change]] = [
            [Put(bug("a", 2), VersionIs(1)), Put(bug("b", 1), Absent())],
            [Put(bug("a", 3), VersionIs(2))],
            [Delete(bug("b").key, None), Delete(bug("never").key, None)],
        ]
        apply(connection, [to_transaction(step) for step in steps], schema)

    assert seen == [("BUG#a", None, 1), ("BUG#a", 1, 3), ("BUG#b", None, None), ("BUG#never", None, None)]


ATTRIBUTES = st.fixed_dictionaries(
    {"group": st.sampled_from(["", "g", "h"])},
    optional={
        "parent": st.sampled_from(["p", "q"]),
        "status": st.sampled_from(["s", "t"]),
        "open": st.booleans(),
        "labels": st.frozensets(st.sampled_from("xyz"), min_size=1),
        "text": st.sampled_from(["", "one", "two one"]),
    },
)


@st.composite
def transactions(draw: st.DrawFn) -> list[Change]:
    ids = draw(st.lists(st.sampled_from("abcde"), unique=True, min_size=1))
    version = draw(st.integers(1, 3))
    put = ATTRIBUTES.map(lambda attributes: {"organization": "o", **attributes})
    return [
        draw(
            st.one_of(
                put.map(lambda attributes, id_=id_: Put(Item(bug(id_).key, version, attributes), None)),  # type: ignore[misc]  # the id of its turn
                put.map(lambda attributes, id_=id_: Put(Item(bug(id_).key, version, attributes), Absent())),  # type: ignore[misc]  # the same
                st.just(Delete(bug(id_).key, None)),
            )
        )
        for id_ in ids
    ]


def rows(connection: sqlite3.Connection, statement: str) -> Counter[tuple[object, ...]]:
    return Counter(map(tuple, connection.execute(statement).fetchall()))


@CHECKED
@given(batches=st.lists(st.lists(transactions(), min_size=1, max_size=4), max_size=5))
def test_the_tables_of_a_collection_agree_with_the_items_and_each_other(tmp_path: Path, batches: list[list[list[Change]]]) -> None:
    path = tmp_path / f"{next(NAMES)}.sqlite3"
    create_file(path)
    with closing(connect_writer(path, Waits())) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        prepare(connection, Waits())
        prepare_search(connection, SCHEMA, Waits())
        for batch in batches:
            apply(connection, [to_transaction(changes) for changes in batch], SCHEMA)
        written = [rows(connection, statement) for statement in EVERYTHING]

        assert rows(connection, COUNTERS) == rows(connection, COUNTED)
        assert rows(connection, "SELECT 'BUG#' || id, version FROM search_bugs") == rows(connection, "SELECT partition, version FROM items")

        # Made anew from the items, all is the same.
        prepare_search(connection, None, Waits())
        prepare_search(connection, SCHEMA, Waits())
        assert [rows(connection, statement) for statement in EVERYTHING] == written


COUNTERS = "SELECT in_group, organization, f_parent, f_status, f_open, number FROM search_bugs__counters"
COUNTED = "SELECT in_group, organization, f_parent, f_status, f_open, COUNT(*) FROM search_bugs GROUP BY 1, 2, 3, 4, 5"
EVERYTHING = (
    "SELECT id, version, in_group, organization, words, f_parent, f_status, f_score, f_seen, f_open, f_labels FROM search_bugs",
    COUNTERS,
    "SELECT t.id, w.scope, w.body FROM search_bugs__words AS w LEFT JOIN search_bugs AS t ON t.n = w.rowid",
    "SELECT t.id, m.value FROM search_bugs__many_labels AS m LEFT JOIN search_bugs AS t ON t.n = m.n",
    "SELECT id, version, f_parent FROM search_notes",
    "SELECT t.id, w.scope, w.body FROM search_notes__words AS w LEFT JOIN search_notes AS t ON t.n = w.rowid",
)
NAMES = count()
