"""A table in which something happens just before each write, such as another writer being first."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from store.table import Table
from store.values import Change, Item, Key, Page, Position, Query

Meddle: TypeAlias = Callable[[Sequence[Change]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Meddled:
    """A table whose writes come second; what `meddle` raises is their error."""

    table: Table
    meddle: Meddle

    async def get_many(self, keys: Collection[Key], *, consistent: bool = False) -> Mapping[Key, Item]:
        """Read as the table does."""
        return await self.table.get_many(keys, consistent=consistent)

    async def query(self, query: Query) -> Page[Item]:
        """Read as the table does."""
        return await self.table.query(query)

    async def query_many(self, queries: Sequence[Query]) -> Sequence[Page[Item]]:
        """Read as the table does."""
        return await self.table.query_many(queries)

    async def count(self, query: Query, *, alive_at: int) -> int:
        """Count as the table does."""
        return await self.table.count(query, alive_at=alive_at)

    async def write(self, changes: Sequence[Change]) -> Position:
        """Let something happen, and write."""
        await self.meddle(changes)
        return await self.table.write(changes)

    async def close(self) -> None:
        """Let go of the table."""
        await self.table.close()
