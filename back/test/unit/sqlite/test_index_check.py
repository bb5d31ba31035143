"""Comparing collections with the items, fields of sets too, which the service's own collections do not have."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sqlite.snapshot import open_snapshot
from sqlite.table import open_table
from store.snapshot import Derived, Difference
from store.values import Item, Key, Put, Value
from stores import SCHEMA

LABELS = frozenset({"red", "green"})


async def filled(folder: Path) -> Path:
    path = folder / "table.sqlite3"
    table = await open_table(path, search=SCHEMA)
    for number in range(3):
        attributes: dict[str, Value] = {"parent": "p", "status": "open", "labels": LABELS, "text": "words", "organization": "o"}
        await table.write((Put(Item(Key(f"BUG#{number}", "#"), 1, attributes), None),))
    await table.close()
    return path


def differences(path: Path) -> list[Difference]:
    with open_snapshot(path, SCHEMA) as snapshot:
        return list(snapshot.differences())


async def test_collections_that_followed_every_write_do_not_differ(tmp_path: Path) -> None:
    assert differences(await filled(tmp_path)) == []


@pytest.mark.parametrize(
    ("statement", "place", "text"),
    [
        ("DELETE FROM search_bugs__many_labels WHERE n = 2 AND value = 'red'", "bugs/1", "the values of labels differ"),
        ("INSERT INTO search_bugs__many_labels VALUES ('blue', 2)", "bugs/1", "the values of labels differ"),
        ("INSERT INTO search_bugs__many_labels VALUES ('blue', 99)", "bugs/99", "the values of labels belong to no document"),
        ("UPDATE search_bugs SET version = 9 WHERE n = 1", "bugs/0", "the document differs in version"),
        ("DELETE FROM search_notes__words WHERE rowid = 3", "notes/2", "the words of the document differ"),
    ],
)
async def test_what_differs_is_named_alone(tmp_path: Path, statement: str, place: str, text: str) -> None:
    path = await filled(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)

    assert differences(path) == [Difference(Derived.INDEX, place, text)]


async def test_a_snapshot_does_not_see_what_is_written_after_it_began(tmp_path: Path) -> None:
    path = await filled(tmp_path)
    table = await open_table(path, search=SCHEMA)
    with open_snapshot(path, SCHEMA) as snapshot:
        before = [item.key for page in snapshot.pages() for item in page]
        await table.write((Put(Item(Key("BUG#9", "#"), 1, {"text": "more", "organization": "o"}), None),))

        assert [item.key for page in snapshot.pages() for item in page] == before
        assert list(snapshot.differences()) == []
    await table.close()
    assert len(before) == 3
