"""The port of the index over tables in the same SQLite file, which are written together with the items."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import TypeVar

from sqlite.connection import begin
from sqlite.index_conditions import is_empty
from sqlite.index_pages import find_places
from sqlite.index_totals import count, find_buckets, nothing
from sqlite.index_writes import apply_newer
from sqlite.reader import Readers
from store.errors import Unavailable
from store.index import Aggregate, Bucket, Collection, Hits, Operation, Search
from store.search_bounds import check_aggregate, check_operation, check_search
from store.values import Position

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class SqliteIndex:
    """Documents of the collections, read by the readers of the table; it is closed with the table."""

    collections: Mapping[str, Collection]
    readers: Readers
    connect: Callable[[], sqlite3.Connection]
    """Opens a connection that writes."""
    deadline: float
    """How many seconds `apply` waits for other writers."""

    async def search(self, request: Search) -> Hits:
        """Find a page of hits."""
        (hits,) = await self.search_many((request,))
        return hits

    async def search_many(self, requests: Sequence[Search]) -> Sequence[Hits]:
        """Find several pages in one hop to a reader, all of one moment."""
        for request in requests:
            check_search(self.collections, request)
        if all(is_empty(request.scope) for request in requests):
            return tuple(map(_no_hits, requests))
        return await self.readers.read(partial(_search, collections=self.collections, requests=tuple(requests)))

    async def aggregate(self, request: Aggregate) -> tuple[Bucket, ...]:
        """Return the buckets in the order of their keys, absent values last."""
        (buckets,) = await self.aggregate_many((request,))
        return buckets

    async def aggregate_many(self, requests: Sequence[Aggregate]) -> Sequence[tuple[Bucket, ...]]:
        """Answer several aggregations in one hop to a reader, all of one moment."""
        for request in requests:
            check_aggregate(self.collections, request)
        if all(is_empty(request.scope) for request in requests):
            return tuple(map(nothing, requests))
        return await self.readers.read(partial(_aggregate, collections=self.collections, requests=tuple(requests)))

    async def apply(self, operations: Sequence[Operation]) -> None:
        """Apply operations all or none, less those of older versions.

        The table's writes need no such call; this one remembers what it removed, at which version, for good.
        """
        for operation in operations:
            check_operation(self.collections, operation)
        if operations:
            await asyncio.to_thread(self._apply, tuple(operations))

    async def wait_for(self, position: Position, within: timedelta) -> None:
        """Return at once: what is written can be found."""

    async def check(self) -> None:
        """Do nothing: the tables of the collections are made and filled when the database is opened."""

    async def close(self) -> None:
        """Do nothing: what this works with belongs to the table."""

    def _apply(self, operations: Sequence[Operation]) -> None:
        try:
            with closing(self.connect()) as connection:
                begin(connection, monotonic() + self.deadline)
                apply_newer(connection, self.collections, operations)
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise Unavailable("the database did not take the documents") from error


def _search(connection: sqlite3.Connection, *, collections: Mapping[str, Collection], requests: Sequence[Search]) -> Sequence[Hits]:
    return _at_one_moment(connection, lambda: tuple(_hits(connection, collections[request.collection], request) for request in requests))


def _aggregate(
    connection: sqlite3.Connection, *, collections: Mapping[str, Collection], requests: Sequence[Aggregate]
) -> Sequence[tuple[Bucket, ...]]:
    return _at_one_moment(
        connection,
        lambda: tuple(
            nothing(request) if is_empty(request.scope) else find_buckets(connection, collections[request.collection], request)
            for request in requests
        ),
    )


def _hits(connection: sqlite3.Connection, collection: Collection, search: Search) -> Hits:
    if is_empty(search.scope):
        return _no_hits(search)
    places = find_places(connection, collection, search)
    page = tuple(places[: search.first])
    is_last = len(page) == len(places)
    total: int | None = None
    if search.with_total:
        total = len(page) if search.after is None and is_last else count(connection, collection, search)
    return Hits(tuple(place.id for place in page), page, total, None if is_last else page[-1])


def _no_hits(search: Search) -> Hits:
    return Hits((), (), 0 if search.with_total else None, None)


def _at_one_moment(connection: sqlite3.Connection, read: Callable[[], Sequence[_Answer]]) -> Sequence[_Answer]:
    connection.execute("BEGIN")
    try:
        return read()
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
