"""The port of the table over DynamoDB."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dynamodb import transactions
from dynamodb.batches import read_many
from dynamodb.connection import Place, connect
from dynamodb.creation import check_table
from dynamodb.errors import translated
from dynamodb.pages import count_rows, read_page
from store.bounds import check_changes, check_keys, check_query
from store.seen import position_of
from store.values import Change, Item, Key, Page, Position, Query

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DynamoTable:
    """Items in one table; reads by key are consistent when asked to be, queries of the table always, those of an index never."""

    client: "DynamoDBClient"
    place: Place
    tags: frozenset[str]
    """The kinds of items that an index is made from: a position tells of them."""
    ends: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def get_many(self, keys: Collection[Key], *, consistent: bool = False) -> Mapping[Key, Item]:
        """Read items by key, any number at once; a missing key is absent from the mapping."""
        check_keys(keys)
        if not keys:
            return {}
        async with self._call():
            return await read_many(self.client, self.place.table, keys, is_consistent=consistent)

    async def query(self, query: Query) -> Page[Item]:
        """Read exactly `query.first` items in order, fewer only at the end; equal sort keys go by the items' own keys."""
        check_query(query)
        async with self._call():
            return await read_page(self.client, self.place.table, query)

    async def query_many(self, queries: Sequence[Query]) -> Sequence[Page[Item]]:
        """Run several queries at once, as many as there are connections: one page for each, in order."""
        for query in queries:
            check_query(query)
        async with self._call():
            return await asyncio.gather(*(read_page(self.client, self.place.table, query) for query in queries))

    async def count(self, query: Query, *, alive_at: int) -> int:
        """Count the items that a query selects and whose time is not over at `alive_at`; the engine reads them, and sends none."""
        check_query(query)
        async with self._call():
            return await count_rows(self.client, self.place.table, query, alive_at=alive_at)

    async def write(self, changes: Sequence[Change]) -> Position:
        """Apply all changes or none; raises what the port says."""
        check_changes(changes)
        async with self._call():
            await transactions.write(self.client, self.place.table, changes)
        return position_of(changes, self.tags)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.ends.aclose()

    @asynccontextmanager
    async def _call(self) -> AsyncIterator[None]:
        with translated():
            async with asyncio.timeout(self.place.longest_seconds):
                yield


async def open_table(place: Place, *, tags: frozenset[str] = frozenset()) -> DynamoTable:
    """Open a table that is there; raises `TableNotReady` when it is not, or not as it has to be, `Throttled` and `Unavailable`."""
    async with AsyncExitStack() as ends:
        client = await ends.enter_async_context(connect(place))
        await check_table(client, place.table)
        return DynamoTable(client=client, place=place, tags=tags, ends=ends.pop_all())
