"""Comparing the tables of the collections with what follows from the items: documents, their words and sets, and the counters.

What was met is remembered as one bit for each document, so that any number of them can be compared.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import orjson

from sqlite.chunks import chunks
from sqlite.index_build import State, next_items, states_of
from sqlite.index_rows import Indexed, set_values, to_indexed
from sqlite.index_tables import Cell, column, counted, counters_table, definition, documents_table, many_table, words_table
from sqlite.index_writes import Old, fetch_rows, place_of
from store.index import Collection, Operation, SearchSchema, Upsert
from store.snapshot import Derived, Difference
from store.values import Item, Key

_ROWS = 1_000


class _Met(NamedTuple):
    """A collection and the numbers of its documents that follow from an item."""

    collection: Collection
    numbers: bytearray

    def add(self, number: int) -> None:
        """Note the number of a document."""
        self.numbers[number >> 3] |= 1 << (number & 7)

    def has(self, number: int) -> bool:
        """Tell whether a document was noted."""
        return number >> 3 < len(self.numbers) and bool(self.numbers[number >> 3] & 1 << (number & 7))


def index_differences(connection: sqlite3.Connection, search: SearchSchema) -> Iterator[Difference]:
    """Yield what is not as it follows from the items; collections of another release are named, not compared."""
    wanted = {collection.name: State(definition(search, collection), None) for collection in search.collections}
    states = states_of(connection)
    for name in sorted(wanted.keys() | states.keys()):
        if wanted.get(name) != states.get(name):
            yield Difference(Derived.INDEX, name, "the collection is not of this release or not complete: the next start makes it anew")
    current = [collection for collection in search.collections if wanted[collection.name] == states.get(collection.name)]
    met = {collection.name: _Met(collection, _bits(connection, collection)) for collection in current}
    for items in _pages(connection, search):
        yield from _of_items(connection, search, items, met)
    for each in met.values():
        yield from _beyond(connection, each)
        yield from _of_counters(connection, each.collection)


def _bits(connection: sqlite3.Connection, collection: Collection) -> bytearray:
    ((highest,),) = connection.execute(f"SELECT IFNULL(MAX(n), 0) FROM {documents_table(collection.name)}").fetchall()
    return bytearray((int(highest) >> 3) + 1)


def _pages(connection: sqlite3.Connection, search: SearchSchema) -> Iterator[Sequence[Item]]:
    after = Key("", "")
    while items := next_items(connection, search.tags, after):
        yield items
        after = items[-1].key


def _of_items(connection: sqlite3.Connection, search: SearchSchema, items: Iterable[Item], met: Mapping[str, _Met]) -> Iterator[Difference]:
    operations: dict[tuple[str, str], Operation] = {}
    for item in items:
        try:
            operations.update((place_of(operation), operation) for operation in search.projection(item.key, None, item))
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with an item, the others are compared
            yield Difference(Derived.INDEX, item.key.partition, f"the item cannot be indexed: {type(error).__name__}")
    for name, each in met.items():
        own = {id_: operation for (collection, id_), operation in operations.items() if collection == name}
        rows = fetch_rows(connection, each.collection, tuple(own))
        for old in rows.values():
            each.add(old.number)
        yield from _of_documents(connection, each.collection, own, rows)


def _of_documents(
    connection: sqlite3.Connection, collection: Collection, operations: Mapping[str, Operation], rows: Mapping[str, Old]
) -> Iterator[Difference]:
    expected: dict[int, tuple[str, Indexed]] = {}
    for id_, operation in operations.items():
        row, place = rows.get(id_), f"{collection.name}/{id_}"
        if not isinstance(operation, Upsert):
            if row is not None:
                yield Difference(Derived.INDEX, place, "the document is there, and should not be")
            continue
        if row is None:
            yield Difference(Derived.INDEX, place, "the document is missing")
            continue
        indexed = to_indexed(collection, operation.document)
        expected[row.number] = (place, indexed)
        differing = [name for name, cell in indexed.cells.items() if row.cells[name] != cell]
        if differing:
            yield Difference(Derived.INDEX, place, f"the document differs in {', '.join(differing)}")
    yield from _of_words(connection, collection, expected)
    for field in collection.fields:
        if field.many:
            yield from _of_sets(connection, collection, field.name, expected)


def _of_words(connection: sqlite3.Connection, collection: Collection, expected: Mapping[int, tuple[str, Indexed]]) -> Iterator[Difference]:
    stored = {
        number: (scope, body)
        for number, scope, body in _rows_of(connection, words_table(collection.name), "rowid", ("scope", "body"), expected)
    }
    for number, (place, indexed) in expected.items():
        if stored.get(number) != (tuple(indexed.words) if indexed.words else None):
            yield Difference(Derived.INDEX, place, "the words of the document differ")


def _of_sets(
    connection: sqlite3.Connection, collection: Collection, name: str, expected: Mapping[int, tuple[str, Indexed]]
) -> Iterator[Difference]:
    stored = set(_rows_of(connection, many_table(collection.name, name), "n", ("value",), expected))
    for number, (place, indexed) in expected.items():
        values = {(number, value) for value in set_values(indexed.cells[column(name)])}
        if {row for row in stored if row[0] == number} != values:
            yield Difference(Derived.INDEX, place, f"the values of {name} differ")


def _rows_of(
    connection: sqlite3.Connection, table: str, number: str, columns: Sequence[str], numbers: Iterable[int]
) -> Iterator[tuple[Cell, ...]]:
    for chunk in chunks(tuple(numbers)):
        marks = ", ".join("?" * len(chunk))
        yield from connection.execute(f"SELECT {number}, {', '.join(columns)} FROM {table} WHERE {number} IN ({marks})", chunk).fetchall()


def _beyond(connection: sqlite3.Connection, met: _Met) -> Iterator[Difference]:
    """Yield the rows that follow from no item."""
    name = met.collection.name
    for number, id_ in _walk(connection, f"SELECT n, id FROM {documents_table(name)} WHERE n > ? ORDER BY n LIMIT ?"):
        if not met.has(int(number)):
            yield Difference(Derived.INDEX, f"{name}/{id_}", "the document belongs to no item")
    for (number,) in _walk(connection, f"SELECT rowid FROM {words_table(name)} WHERE rowid > ? ORDER BY rowid LIMIT ?"):
        if not met.has(int(number)):
            yield Difference(Derived.INDEX, f"{name}/{number}", "the words belong to no document")
    for field in met.collection.fields:
        if field.many:
            yield from _sets_beyond(connection, met, field.name)


def _sets_beyond(connection: sqlite3.Connection, met: _Met, field: str) -> Iterator[Difference]:
    name = met.collection.name
    statement = f"SELECT DISTINCT n FROM {many_table(name, field)} WHERE n > ? ORDER BY n LIMIT ?"
    for (number,) in _walk(connection, statement):
        if not met.has(int(number)):
            yield Difference(Derived.INDEX, f"{name}/{number}", f"the values of {field} belong to no document")


def _walk(connection: sqlite3.Connection, statement: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a statement that takes the number to go on after and how many to read."""
    after: Cell = 0
    while rows := connection.execute(statement, (after, _ROWS)).fetchall():
        yield from rows
        after = rows[-1][0]


def _of_counters(connection: sqlite3.Connection, collection: Collection) -> Iterator[Difference]:
    """Yield the counters that are not the number of documents; the engine counts, and spills to disk what it cannot hold."""
    names = ", ".join(map(column, counted(collection)))
    table, documents = counters_table(collection.name), documents_table(collection.name)
    both = f"SELECT {names}, 0 AS stored, 1 AS present FROM {documents} UNION ALL SELECT {names}, number, 0 FROM {table}"
    statement = f"SELECT {names}, SUM(stored), SUM(present) FROM ({both}) GROUP BY {names} HAVING SUM(stored) <> SUM(present)"
    for *values, stored, present in connection.execute(statement):
        yield Difference(Derived.COUNTERS, f"{collection.name}/{_text(values)}", f"{stored} are counted, and {present} are there")
    for key, *values in connection.execute(f"SELECT key, {names} FROM {table}"):
        if key != orjson.dumps(values).decode():
            yield Difference(Derived.COUNTERS, f"{collection.name}/{_text(values)}", "the counter is under the key of another")


def _text(values: Sequence[Cell | None]) -> str:
    return " ".join("-" if value is None else str(value) for value in chain(values))
