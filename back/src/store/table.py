"""The port of the table: items under (partition, sort), sparse secondary indexes, conditional transactions."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from store.values import Change, Item, Key, Page, Position, Query


class Table(Protocol):
    """Items with DynamoDB's semantics and bounds, whatever the engine."""

    async def get_many(self, keys: Collection[Key], *, consistent: bool = False) -> Mapping[Key, Item]:
        """Read items by key, any number at once; a missing key is absent from the mapping."""

    async def query(self, query: Query) -> Page[Item]:
        """Read exactly `query.first` items in order, fewer only at the end."""

    async def query_many(self, queries: Sequence[Query]) -> Sequence[Page[Item]]:
        """Run several queries in one call: one page for each, in order."""

    async def count(self, query: Query, *, alive_at: int) -> int:
        """Count the items that a query selects and whose time is not over at `alive_at`, in seconds since 1970.

        The query's `after` and `first` are set aside; the items are not read.
        """

    async def write(self, changes: Sequence[Change]) -> Position:
        """Apply all changes or none.

        Raises `Conflict` when a condition does not hold, `TooLarge` or `InvalidValue` before anything is sent, `Throttled` and
        `Unavailable`.
        """

    async def close(self) -> None:
        """Finish what was begun and let go of the engine."""


async def iterate(table: Table, query: Query) -> AsyncIterator[Item]:
    """Yield every item that a query selects, a page of `query.first` at a time, each page a new read that holds no snapshot."""
    page = await table.query(query)
    while True:
        for item in page.items:
            yield item
        if page.next is None:
            return
        page = await table.query(replace(query, after=page.next))
