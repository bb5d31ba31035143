"""A table and an index that count what a request asks of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from store.index import Aggregate, Bucket, Hits, Index, Operation, Search
from store.table import Table
from store.values import Change, Item, Key, Page, Position, Query


@dataclass(slots=True)
class Calls:
    """How often one request called its table and its index, by kind, and how many rows and hits it read.

    It changes, unlike every other value: it is a counter that one request owns and only `measured` writes to.
    """

    get_many: int = 0
    query: int = 0
    count: int = 0
    write: int = 0
    search: int = 0
    aggregate: int = 0
    rows: int = 0

    @property
    def total(self) -> int:
        """Return the number of calls of every kind."""
        return self.get_many + self.query + self.count + self.write + self.search + self.aggregate


@dataclass(frozen=True, slots=True)
class _Measured:
    table: Table
    calls: Calls

    async def get_many(self, keys: Collection[Key], *, consistent: bool = False) -> Mapping[Key, Item]:
        if not keys:
            return {}
        self.calls.get_many += 1
        items = await self.table.get_many(keys, consistent=consistent)
        self.calls.rows += len(items)
        return items

    async def query(self, query: Query) -> Page[Item]:
        self.calls.query += 1
        page = await self.table.query(query)
        self.calls.rows += len(page.items)
        return page

    async def query_many(self, queries: Sequence[Query]) -> Sequence[Page[Item]]:
        if not queries:
            return ()
        self.calls.query += 1
        pages = await self.table.query_many(queries)
        self.calls.rows += sum(len(page.items) for page in pages)
        return pages

    async def count(self, query: Query, *, alive_at: int) -> int:
        self.calls.count += 1
        return await self.table.count(query, alive_at=alive_at)

    async def write(self, changes: Sequence[Change]) -> Position:
        self.calls.write += 1
        return await self.table.write(changes)

    async def close(self) -> None:
        await self.table.close()


def measured(table: Table, calls: Calls) -> Table:
    """Return the same table, counting each call in `calls` as it is made; reading no keys sends and counts nothing."""
    return _Measured(table, calls)


@dataclass(frozen=True, slots=True)
class _MeasuredIndex:
    index: Index
    calls: Calls

    async def search(self, request: Search) -> Hits:
        self.calls.search += 1
        hits = await self.index.search(request)
        self.calls.rows += len(hits.ids)
        return hits

    async def search_many(self, requests: Sequence[Search]) -> Sequence[Hits]:
        if not requests:
            return ()
        self.calls.search += 1
        pages = await self.index.search_many(requests)
        self.calls.rows += sum(len(hits.ids) for hits in pages)
        return pages

    async def aggregate(self, request: Aggregate) -> tuple[Bucket, ...]:
        self.calls.aggregate += 1
        return await self.index.aggregate(request)

    async def aggregate_many(self, requests: Sequence[Aggregate]) -> Sequence[tuple[Bucket, ...]]:
        if not requests:
            return ()
        self.calls.aggregate += 1
        return await self.index.aggregate_many(requests)

    async def apply(self, operations: Sequence[Operation]) -> None:
        await self.index.apply(operations)

    async def wait_for(self, position: Position, within: timedelta) -> None:
        await self.index.wait_for(position, within)

    async def check(self) -> None:
        await self.index.check()

    async def close(self) -> None:
        await self.index.close()


def measured_index(index: Index, calls: Calls) -> Index:
    """Return the same index, counting each search and aggregation in `calls` as it is made."""
    return _MeasuredIndex(index, calls)
