"""Every item of a database file in the order of the keys, a short read for each page; it never writes."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlite.connection import Waits, connect_reader
from sqlite.lookup import fetch_items
from sqlite.reader import Readers
from sqlite.refusals import DatabaseRefused
from sqlite.rows import PACKED, to_items
from sqlite.schema import UPGRADES, checked_version
from store.bounds import check_keys
from store.errors import Unavailable
from store.scan import BEGINNING, ScanPage, from_token, to_token
from store.values import Item, Key

ITEMS_A_PAGE = 500
_BEFORE_ALL = Key("", "")


@dataclass(frozen=True, slots=True)
class SqliteScan:
    """The items of a file in one part, whoever else writes to it."""

    readers: Readers
    segments: int = 1

    async def pages(self, segment: int = 0, *, after: str = BEGINNING) -> AsyncIterator[ScanPage]:
        """Yield the pages behind a token; raises `Unavailable`."""
        if segment != 0:
            raise IndexError(f"there is one part, and no part {segment}")
        place = from_token(after) or _BEFORE_ALL
        while items := await self.readers.read(partial(fetch_page, after=place)):
            place = items[-1].key
            yield ScanPage(tuple(items), to_token(place))

    async def get_many(self, keys: Collection[Key]) -> Mapping[Key, Item]:
        """Read items by key, any number at once; a missing key is absent from the mapping."""
        check_keys(keys)
        return await self.readers.read(partial(fetch_items, keys=tuple(dict.fromkeys(keys))))

    async def close(self) -> None:
        """Finish what was begun and close the file."""
        await self.readers.close()


async def open_scan(
    path: Path,
    waits: Waits = Waits(),  # noqa: B008 -- an immutable value
) -> SqliteScan:
    """Open a database file to read all of it; raises `DatabaseRefused` for one that is not of this release, and `Unavailable`."""
    return SqliteScan(Readers([await asyncio.to_thread(connect_current, path, waits)]))


def connect_current(path: Path, waits: Waits) -> sqlite3.Connection:
    """Open a connection that cannot write to a file that is there and of this release; raises `DatabaseRefused` and `Unavailable`."""
    if not path.exists():
        raise DatabaseRefused(f"there is no database at {path}")
    try:
        connection = connect_reader(path, waits)
    except sqlite3.Error as error:
        raise Unavailable(f"the database did not answer: {error}") from error
    try:
        _check_version(connection)
    except sqlite3.Error as error:
        connection.close()
        raise Unavailable(f"the database did not answer: {error}") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _check_version(connection: sqlite3.Connection) -> None:
    if checked_version(connection, newest=len(UPGRADES)) < len(UPGRADES):
        raise DatabaseRefused("the database is of an older release: the first start of this one brings it up to date")


def fetch_page(connection: sqlite3.Connection, *, after: Key) -> Sequence[Item]:
    """Read the items behind a key, in the order of the keys; none at the end."""
    rows = "SELECT * FROM items WHERE (partition, sort) > (?, ?) ORDER BY partition, sort LIMIT ?"
    values = (after.partition, after.sort, ITEMS_A_PAGE)
    (answer,) = connection.execute(f"SELECT {PACKED} FROM ({rows}) AS i", values).fetchall()
    return sorted(to_items(*answer), key=lambda item: item.key)
