"""A table that counts what a request asks of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from store.table import Table
from store.values import Change, Item, Key, Page, Position, Query


@dataclass(slots=True)
class Calls:
    """How often one request called its table, by kind, and how many rows it read.

    It changes, unlike every other value: it is a counter that one request owns and only `measured` writes to.
    """

    get_many: int = 0
    query: int = 0
    count: int = 0
    write: int = 0
    rows: int = 0

    @property
    def total(self) -> int:
        """Return the number of calls of every kind."""
        return self.get_many + self.query + self.count + self.write


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
