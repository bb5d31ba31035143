"""Making the tables of the collections when a database is opened, and filling them from the items when their definition changed.

Nobody may write with another definition meanwhile: an older process that is still open would write to tables that are gone, and is told
`Unavailable`. A build that is broken off goes on where it was at the next opening, and processes that open at once share it.
"""

import sqlite3
from collections.abc import Callable, Mapping
from time import monotonic, sleep
from typing import NamedTuple

from sqlite.connection import Waits, begin
from sqlite.index_tables import DEFINITIONS, definition, documents_table, statements, words_table
from sqlite.index_writes import apply_operations, place_of
from sqlite.rows import PACKED, to_items
from store.index import Collection, SearchSchema
from store.values import Item, Key

ITEMS_A_COMMIT = 500


class State(NamedTuple):
    """How far the tables of a collection are."""

    hash: str
    place: Key | None
    """The last item that was read; `None` when all were."""


def prepare_search(connection: sqlite3.Connection, schema: SearchSchema | None, waits: Waits) -> None:
    """Bring the tables of the collections to a schema, no schema being one without any; a database that has it needs no lock."""
    collections = schema.collections if schema else ()
    wanted = {collection.name: definition(schema, collection) for collection in collections} if schema else {}
    if states_of(connection) == {name: State(hash_, None) for name, hash_ in wanted.items()}:
        return
    _in_transaction(connection, waits, lambda: _make(connection, collections, wanted))
    if schema:
        for collection in collections:
            _build(connection, schema, collection, waits)


def _make(connection: sqlite3.Connection, collections: tuple[Collection, ...], wanted: Mapping[str, str]) -> None:
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {DEFINITIONS} (collection TEXT PRIMARY KEY, hash TEXT NOT NULL, partition TEXT, sort TEXT)"
    )
    states = states_of(connection)
    for name in [name for name, state in states.items() if wanted.get(name) != state.hash]:
        _drop(connection, name)
    for collection in collections:
        name = collection.name
        if name not in states or states[name].hash != wanted[name]:
            for statement in statements(collection):
                connection.execute(statement)
            connection.execute(f"INSERT INTO {DEFINITIONS} VALUES (?, ?, '', '')", (name, wanted[name]))


def states_of(connection: sqlite3.Connection) -> dict[str, State]:
    """Read of which definition the tables of each collection are, and how far they are filled."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (DEFINITIONS,)).fetchall():
        return {}
    rows = connection.execute(f"SELECT collection, hash, partition, sort FROM {DEFINITIONS}").fetchall()
    return {name: State(hash_, None if partition is None else Key(partition, sort)) for name, hash_, partition, sort in rows}


def _drop(connection: sqlite3.Connection, name: str) -> None:
    # The full-text table takes along those that it consists of, so it goes first.
    connection.execute(f"DROP TABLE IF EXISTS {words_table(name)}")
    table = documents_table(name)
    names = [found for (found,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()]
    for found in names:
        if found == table or found.startswith(f"{table}__"):
            connection.execute(f"DROP TABLE {found}")
    connection.execute(f"DELETE FROM {DEFINITIONS} WHERE collection = ?", (name,))


def _build(connection: sqlite3.Connection, schema: SearchSchema, collection: Collection, waits: Waits) -> None:
    while True:
        started = monotonic()
        if not _in_transaction(connection, waits, lambda: _build_on(connection, schema, collection)):
            return
        # Other processes that wait for the lock look for it now and then, so they get as long.
        sleep(monotonic() - started)


def _build_on(connection: sqlite3.Connection, schema: SearchSchema, collection: Collection) -> bool:
    """Index the next items of a collection; false when there were none."""
    place = states_of(connection)[collection.name].place
    if place is None:
        return False
    items = next_items(connection, schema.tags, place)
    operations = (operation for item in items for operation in schema.projection(item.key, None, item))
    own = (operation for operation in operations if place_of(operation)[0] == collection.name)
    apply_operations(connection, {collection.name: collection}, own)
    last = items[-1].key if items else None
    connection.execute(
        f"UPDATE {DEFINITIONS} SET partition = ?, sort = ? WHERE collection = ?",
        (last.partition if last else None, last.sort if last else None, collection.name),
    )
    return last is not None


def next_items(connection: sqlite3.Connection, tags: frozenset[str], after: Key) -> list[Item]:
    """Read the items of the tags that come next after a key; none when it was the last."""
    for tag in sorted(tags):
        rows = "SELECT * FROM items WHERE (partition, sort) > (?, ?) AND partition >= ? AND partition < ? ORDER BY partition, sort LIMIT ?"
        start = max((after.partition, after.sort), (f"{tag}#", ""))
        # The sign after the one that ends a tag.
        values = (*start, f"{tag}#", f"{tag}$", ITEMS_A_COMMIT)
        (answer,) = connection.execute(f"SELECT {PACKED} FROM ({rows}) AS i", values).fetchall()
        if items := sorted(to_items(*answer), key=lambda item: item.key):
            return items
    return []


def _in_transaction(connection: sqlite3.Connection, waits: Waits, act: Callable[[], bool | None]) -> bool | None:
    begin(connection, monotonic() + waits.deadline)
    try:
        done = act()
        connection.execute("COMMIT")
    except BaseException:  # also when the process is told to stop
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return done
