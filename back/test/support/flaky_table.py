"""A table that fails by chance, before or after it has done what it was asked."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from store.errors import StoreError, Throttled, Unavailable
from store.table import Table
from store.values import Change, Item, Key, Page, Position, Query


@dataclass(slots=True)
class FlakyTable:
    """The same table, and how often it fails, from 0 to 1."""

    table: Table
    chance: random.Random
    share: float = 0.0
    failed: int = 0

    def _fail(self, *kinds: type[StoreError]) -> None:
        if self.chance.random() < self.share:
            self.failed += 1
            raise self.chance.choice(kinds)("by chance")

    async def get_many(self, keys: Collection[Key], *, consistent: bool = False) -> Mapping[Key, Item]:
        """Read items, or fail."""
        self._fail(Throttled, Unavailable)
        return await self.table.get_many(keys, consistent=consistent)

    async def query(self, query: Query) -> Page[Item]:
        """Read a page, or fail."""
        self._fail(Throttled, Unavailable)
        return await self.table.query(query)

    async def query_many(self, queries: Sequence[Query]) -> Sequence[Page[Item]]:
        """Read pages, or fail."""
        self._fail(Throttled, Unavailable)
        return await self.table.query_many(queries)

    async def count(self, query: Query, *, alive_at: int) -> int:
        """Count, or fail."""
        self._fail(Throttled, Unavailable)
        return await self.table.count(query, alive_at=alive_at)

    async def write(self, changes: Sequence[Change]) -> Position:
        """Write, or fail; whether it was written is not known then."""
        self._fail(Throttled, Unavailable)
        position = await self.table.write(changes)
        self._fail(Unavailable)
        return position

    async def close(self) -> None:
        """Close the table."""
        await self.table.close()
