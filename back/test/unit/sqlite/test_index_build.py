"""The tables of the collections follow their definitions, and are filled from the items that are there."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sqlite.connection import Waits, connect_writer
from sqlite.index_build import ITEMS_A_COMMIT, prepare_search
from sqlite.schema import UPGRADES
from sqlite.table import SqliteTable, open_table
from store.errors import InvalidValue, Unavailable
from store.index import Anywhere, Collection, Field, FieldKind, Operation, Search, SearchSchema
from store.values import Absent, Item, Key, Put
from stores import BUGS, NOTES, SCHEMA, project

pytestmark = pytest.mark.changes_db
NUMBER = 2 * ITEMS_A_COMMIT + 7


async def fill(table: SqliteTable, number: int = NUMBER) -> None:
    """Write bugs, and items beside them that no collection has."""
    attributes = {"group": "g", "organization": "o", "text": "apple"}
    items = [Item(Key(f"{tag}#{place:05}", "#"), 1, attributes) for place in range(number) for tag in ("ANT", "BUG", "CAT")]
    for start in range(0, len(items), 100):
        await table.write([Put(item, Absent()) for item in items[start : start + 100]])


async def total(table: SqliteTable, collection: str = "bugs") -> int | None:
    return (await table.index.search(Search(collection, Anywhere(), text="apple", first=1))).total


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


class Watched:
    """A projection that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
        self.asked += 1
        return project(key, old, new)


async def test_a_new_collection_is_filled_from_the_items(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    without = await open_table(path)
    await fill(without)
    await without.close()

    table = await open_table(path, search=SCHEMA)

    assert (await total(table), await total(table, "notes")) == (NUMBER, NUMBER)
    await table.close()


async def test_nothing_is_read_again_while_the_definition_stays(tmp_path: Path) -> None:
    watched = Watched()
    schema = replace(SCHEMA, projection=watched)
    table = await open_table(tmp_path / "t.sqlite3", search=schema)
    await fill(table, 5)
    await table.close()
    assert watched.asked == 5

    again = await open_table(tmp_path / "t.sqlite3", search=schema)

    assert (watched.asked, await total(again)) == (5, 5)
    await again.close()


@pytest.mark.parametrize(
    "changed",
    [
        replace(BUGS, revision=2),
        replace(BUGS, sorts=()),
        replace(BUGS, counters=()),
        replace(BUGS, fields=(*BUGS.fields, Field("more", FieldKind.NUMBER))),
        replace(BUGS, fields=(*BUGS.fields[:-1], replace(BUGS.fields[-1], many=False))),
    ],
    ids=["revision", "sorts", "counters", "field", "kind"],
)
async def test_only_the_collection_whose_definition_changed_is_made_anew(tmp_path: Path, changed: Collection) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path, search=SCHEMA)
    await fill(table, 5)
    await table.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE search_bugs SET f_parent = 'stale'")
        connection.execute("UPDATE search_notes SET f_parent = 'kept'")

    again = await open_table(path, search=replace(SCHEMA, collections=(changed, NOTES)))

    assert await total(again) == 5
    await again.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT DISTINCT f_parent FROM search_bugs").fetchall() == [(None,)]
        assert connection.execute("SELECT DISTINCT f_parent FROM search_notes").fetchall() == [("kept",)]


async def test_a_collection_that_is_no_more_leaves_no_table(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    await (await open_table(path, search=SCHEMA)).close()

    await (await open_table(path, search=replace(SCHEMA, collections=(NOTES,)))).close()
    assert not any(name.startswith("search_bugs") for name in tables(path))
    assert "search_notes__words" in tables(path)

    await (await open_table(path)).close()
    assert {name for name in tables(path) if name.startswith("search_")} == {"search__definitions"}


async def test_a_database_without_collections_has_the_tables_of_its_schema_alone(tmp_path: Path) -> None:
    await (await open_table(tmp_path / "t.sqlite3")).close()

    assert tables(tmp_path / "t.sqlite3") == {"items"}
    assert [len(step) for step in UPGRADES] == [4]


async def test_a_build_that_was_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    without = await open_table(path)
    await fill(without)
    await without.close()
    watched = Watched()

    def failing(key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
        if watched.asked == ITEMS_A_COMMIT + 3:
            raise InvalidValue("no more today")
        return watched(key, old, new)

    only = replace(SCHEMA, collections=(BUGS,))
    with pytest.raises(InvalidValue, match="no more today"):
        await open_table(path, search=replace(only, projection=failing))
    watched.asked = 0

    table = await open_table(path, search=replace(only, projection=watched))

    assert (watched.asked, await total(table)) == (NUMBER - ITEMS_A_COMMIT, NUMBER)
    await table.close()


async def test_a_process_of_an_older_definition_is_refused_its_writes(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    old = await open_table(path, search=SCHEMA)
    newer = await open_table(path, search=replace(SCHEMA, collections=(replace(BUGS, name="beetles"),), projection=lambda *_: ()))

    with pytest.raises(Unavailable):
        await fill(old, 1)

    assert await newer.get_many([Key("BUG#00000", "#")]) == {}
    await old.close()
    await newer.close()


@pytest.mark.parametrize(
    "wrong",
    [
        replace(BUGS, name="Bugs"),
        replace(BUGS, name="bugs__words"),
        replace(BUGS, fields=(Field("a b", FieldKind.KEYWORD),), sorts=(), counters=()),
        replace(BUGS, fields=(Field("group", FieldKind.KEYWORD),), sorts=(), counters=()),
        replace(BUGS, fields=(*BUGS.fields, BUGS.fields[0])),
        replace(BUGS, fields=(*BUGS.fields, Field("numbers", FieldKind.NUMBER, many=True))),
        replace(BUGS, sorts=(("labels", "score"),)),
        replace(BUGS, sorts=((),)),
        replace(BUGS, counters=("labels",)),
        replace(BUGS, counters=("nothing",)),
    ],
)
async def test_a_definition_that_makes_no_sense_is_refused_before_the_file_is_made(tmp_path: Path, wrong: Collection) -> None:
    with pytest.raises(InvalidValue):
        await open_table(tmp_path / "t.sqlite3", search=replace(SCHEMA, collections=(wrong,)))

    assert not (tmp_path / "t.sqlite3").exists()


async def test_two_processes_that_open_at_once_fill_a_collection_together(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    without = await open_table(path)
    await fill(without)
    await without.close()
    watched = Watched()
    first = SearchSchema((BUGS,), watched, SCHEMA.tags, SCHEMA.documents)

    def joined(key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
        raise AssertionError("the other process filled it")

    with closing(connect_writer(path, Waits())) as connection:
        prepare_search(connection, first, Waits())
    table = await open_table(path, search=replace(first, projection=joined))

    assert (watched.asked, await total(table)) == (NUMBER, NUMBER)
    await table.close()
