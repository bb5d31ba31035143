"""The floor of writes: rows that a command wrote, written once more under other keys with no more than the statements that it takes.

Rows and documents are made before the time is taken, and written by the adapter's own statements, without conditions, in transactions
as large as bulk writers' may be. There is no pause between them, as the service's imports make none either.
"""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from db_model.facet import OWN
from db_model.search import SEARCH
from sqlite.batch import _put
from sqlite.connection import Waits, begin, connect_writer
from sqlite.index_writes import apply_operations
from sqlite.rows import COLUMNS, PACKED, Row, to_items
from sqlite.writer import ROWS_A_COMMIT
from store.index import Upsert
from store.values import Item

_PARTITIONS = tuple(place for place, name in enumerate(COLUMNS) if name.endswith("partition"))


class Bare(NamedTuple):
    """Rows of items and documents that are ready to be written."""

    rows: tuple[Row, ...]
    documents: tuple[Upsert, ...]


def last_row(database: Path) -> int:
    """Return the number of the newest row of an item."""
    with closing(connect_writer(database, Waits())) as connection:
        ((number,),) = connection.execute("SELECT MAX(id) FROM items").fetchall()
        return int(number)


def copied(database: Path, *, after: int, mark: str) -> Bare:
    """Return what was written after a row, under other keys and ids, in another group."""
    with closing(connect_writer(database, Waits())) as connection:
        found = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM items WHERE id > ?", (after,)).fetchall()
        items = _items(connection, f"WHERE id > {after:d}")
    rows = tuple(tuple(f"{cell}{mark}" if place in _PARTITIONS and cell else cell for place, cell in enumerate(row)) for row in found)
    return Bare(rows, tuple(_marked(each, mark) for item in items for each in _documents(item)))


def updated(database: Path, *, after: int, mark: str) -> Bare:
    """Return what a change of many entities wrote: the new rows under other keys, and the rows and documents of the entities themselves.

    Each document is as it is but for one value, so that the index has something to change.
    """
    new = copied(database, after=after, mark=mark)
    with closing(connect_writer(database, Waits())) as connection:
        owners = f"WHERE (partition, sort) IN (SELECT partition, '{OWN}' FROM items WHERE id > {after:d} AND sort <> '{OWN}')"
        found = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM items {owners}").fetchall()
        items = _items(connection, owners)
    return Bare((*map(tuple, found), *new.rows), tuple(_treated(each, mark) for item in items for each in _documents(item)))


def write(database: Path, bare: Bare, *, at_once: int = ROWS_A_COMMIT) -> float:
    """Write the rows, and the documents in step with them, and return how many seconds that took."""
    batches = -(-len(bare.rows) // at_once)
    documents = -(-len(bare.documents) // batches)
    collections = {collection.name: collection for collection in SEARCH.collections}
    with closing(connect_writer(database, Waits())) as connection:
        started = time.perf_counter()
        for number in range(batches):
            begin(connection, time.monotonic() + 60)
            _put(connection, bare.rows[number * at_once : (number + 1) * at_once])
            apply_operations(connection, collections, bare.documents[number * documents : (number + 1) * documents])
            connection.execute("COMMIT")
        return time.perf_counter() - started


def _items(connection: sqlite3.Connection, condition: str) -> list[Item]:
    (answer,) = connection.execute(f"SELECT {PACKED} FROM (SELECT * FROM items {condition}) AS i").fetchall()
    return to_items(*answer)


def _documents(item: Item) -> Sequence[Upsert]:
    is_indexed = item.key.sort == OWN and item.key.partition.partition("#")[0] in SEARCH.tags
    return tuple(each for each in SEARCH.projection(item.key, None, item) if isinstance(each, Upsert)) if is_indexed else ()


def _marked(upsert: Upsert, mark: str) -> Upsert:
    document = upsert.document
    return Upsert(replace(document, id=f"{document.id}{mark}", group=f"{document.group}{mark}"))


def _treated(upsert: Upsert, mark: str) -> Upsert:
    document = upsert.document
    return Upsert(replace(document, fields={**document.fields, "treatment": f"TREATED{mark}"}))
