"""A database file as it is at one moment, however long the look at it takes; writers go on meanwhile."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite.connection import Waits
from sqlite.index_check import index_differences
from sqlite.lookup import fetch_items
from sqlite.scan import connect_current, fetch_page
from store.errors import Unavailable
from store.index import SearchSchema
from store.snapshot import Derived, Difference
from store.values import Item, Key

_MOST_ENGINE_ERRORS = 100


@dataclass(frozen=True, slots=True)
class SqliteSnapshot:
    """One connection in one transaction that only reads."""

    connection: sqlite3.Connection
    search: SearchSchema

    def pages(self) -> Iterator[Sequence[Item]]:
        """Yield every item in the order of the keys, some at a time."""
        after = Key("", "")
        while items := fetch_page(self.connection, after=after):
            yield items
            after = items[-1].key

    def get_many(self, keys: Collection[Key]) -> Mapping[Key, Item]:
        """Read items by key; a missing key is absent from the mapping."""
        return fetch_items(self.connection, tuple(dict.fromkeys(keys)))

    def differences(self) -> Iterator[Difference]:
        """Yield what the engine says of the file, then what is not in the index as it follows from the items."""
        for (text,) in self.connection.execute(f"PRAGMA integrity_check({_MOST_ENGINE_ERRORS})").fetchall():
            if text != "ok":
                yield Difference(Derived.ENGINE, "database", str(text))
        yield from index_differences(self.connection, self.search)


@contextmanager
def open_snapshot(
    path: Path,
    search: SearchSchema,
    waits: Waits = Waits(),  # noqa: B008 -- an immutable value
) -> Iterator[SqliteSnapshot]:
    """Open a database file for a look at it; raises `DatabaseRefused` for one that is not of this release, and `Unavailable`."""
    connection = connect_current(path, waits)
    try:
        with closing(connection):
            connection.execute("BEGIN")
            yield SqliteSnapshot(connection, search)
    except sqlite3.Error as error:
        raise Unavailable(f"the database did not answer: {error}") from error
