"""The port of the table over a SQLite file."""

import asyncio
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from sqlite.batch import to_transaction
from sqlite.connection import Waits, connect_reader, connect_writer, create_file
from sqlite.index import SqliteIndex
from sqlite.index_build import prepare_search
from sqlite.lookup import fetch_items
from sqlite.ranges import select_count, select_page
from sqlite.reader import Readers
from sqlite.refusals import DatabaseRefused, check_engine, check_file_system, read_mounts
from sqlite.rows import to_items
from sqlite.schema import prepare
from sqlite.writer import Writer
from store.bounds import check_changes, check_keys, check_query
from store.errors import Conflict, StoreError, Unavailable
from store.index import SearchSchema
from store.search_bounds import check_collection
from store.values import After, Change, Item, Key, Page, Position, Query

READERS = 2

# What one statement packs must stay below the engine's longest text, 10^9 bytes, even if every item is as large as can be.
_ROWS_A_STATEMENT = 512


@dataclass(frozen=True, slots=True)
class SqliteTable:
    """Items in one file, read and written on threads of their own; every read is consistent."""

    writer: Writer
    readers: Readers
    index: SqliteIndex
    """The index over the same file; it is closed with the table."""

    async def get_many(
        self,
        keys: Collection[Key],
        *,
        consistent: bool = False,  # noqa: ARG002 -- every read here is
    ) -> Mapping[Key, Item]:
        """Read items by key, any number at once; a missing key is absent from the mapping."""
        check_keys(keys)
        if not keys:
            return {}
        return await self.readers.read(partial(_fetch, keys=tuple(dict.fromkeys(keys))))

    async def query(self, query: Query) -> Page[Item]:
        """Read exactly `query.first` items in order, fewer only at the end; equal sort keys go by the items' own keys."""
        check_query(query)
        return await self.readers.read(partial(_page, query=query))

    async def query_many(self, queries: Sequence[Query]) -> Sequence[Page[Item]]:
        """Run several queries in one hop to a reader: one page for each, in order."""
        for query in queries:
            check_query(query)
        return await self.readers.read(partial(_pages, queries=tuple(queries))) if queries else ()

    async def count(self, query: Query, *, alive_at: int) -> int:
        """Count the items that a query selects and whose time is not over at `alive_at`, without reading them."""
        check_query(query)
        return await self.readers.read(partial(_count, query=query, alive_at=alive_at))

    async def write(self, changes: Sequence[Change]) -> Position:
        """Apply all changes or none, on disk before this returns; raises what the port says."""
        check_changes(changes)
        failing = await self.writer.write(to_transaction(changes))
        if failing:
            raise Conflict(failing)
        return Position()

    async def close(self) -> None:
        """Finish what was begun and close the file; calls after this raise `Unavailable`."""
        await self.writer.close()
        await self.readers.close()


async def open_table(
    path: Path,
    waits: Waits = Waits(),  # noqa: B008 -- an immutable value
    *,
    search: SearchSchema | None = None,
) -> SqliteTable:
    """Open a database file, made if there is none; raises `DatabaseRefused` for what must not be used, and `Unavailable`.

    Collections of `search` that the file has not, or of another definition, are filled from the items first; those that it has beyond
    them are dropped, since what is written now would be missing there.
    """
    return await asyncio.to_thread(_open, path, waits, search)


def _open(path: Path, waits: Waits, search: SearchSchema | None) -> SqliteTable:
    for collection in search.collections if search else ():
        check_collection(collection)
    with closing(sqlite3.connect(":memory:")) as memory:
        check_engine(memory)
    check_file_system(path.resolve(), read_mounts())
    create_file(path)
    connect = partial(connect_writer, path, waits)
    try:
        with closing(connect()) as connection:
            prepare(connection, waits)
            prepare_search(connection, search, waits)
        readers = Readers([connect_reader(path, waits) for _ in range(READERS)])
    except sqlite3.Error as error:
        raise _refusal(error) from error
    collections = MappingProxyType({collection.name: collection for collection in (search.collections if search else ())})
    return SqliteTable(
        Writer(connect, deadline=waits.deadline, search=search), readers, SqliteIndex(collections, readers, connect, waits.deadline)
    )


def _refusal(error: sqlite3.Error) -> StoreError:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
        return DatabaseRefused("the file is no SQLite database, or an encrypted one")
    return Unavailable("the database cannot be opened")


def _fetch(connection: sqlite3.Connection, *, keys: Sequence[Key]) -> dict[Key, Item]:
    return fetch_items(connection, keys)


def _page(connection: sqlite3.Connection, *, query: Query) -> Page[Item]:
    items: list[Item] = []
    wanted = query.first + 1
    while True:
        limit = min(wanted - len(items), _ROWS_A_STATEMENT)
        statement = select_page(query, limit)
        (answer,) = connection.execute(statement.text, statement.values).fetchall()
        # The engine packs rows in the order in which they come, but promises it nowhere.
        rows = sorted(to_items(*answer), key=partial(_place, query), reverse=query.descending)
        items.extend(rows)
        if len(rows) < limit or len(items) == wanted:
            break
        query = replace(query, after=_after(query, items[-1]))
    page = tuple(items[: wanted - 1])
    return Page(page, _after(query, page[-1]) if len(items) == wanted else None)


def _pages(connection: sqlite3.Connection, *, queries: Sequence[Query]) -> Sequence[Page[Item]]:
    return tuple(_page(connection, query=query) for query in queries)


def _count(connection: sqlite3.Connection, *, query: Query, alive_at: int) -> int:
    statement = select_count(query, alive_at)
    ((number,),) = connection.execute(statement.text, statement.values).fetchall()
    return int(number)


def _after(query: Query, item: Item) -> After:
    return After(_place(query, item)[0], item.key)


def _place(query: Query, item: Item) -> tuple[str, str, str]:
    sort = item.key.sort if query.index is None else item.indexes[query.index].sort
    return (sort, item.key.partition, item.key.sort)
