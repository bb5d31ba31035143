"""What an operator does with the indexes: check them, make those that are missing, make them anew, tidy up."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from opensearchpy import AsyncOpenSearch

from search.building import GRACE, Built, Step, build, missing, remove_others
from search.checks import check_indexes
from search.client import Cluster, connect
from search.removed import forget_removed
from store.index import SearchSchema
from store.values import Item

KEPT = timedelta(days=7)
"""How long what is left of a removed document is kept: well over the day that the table's stream keeps its records."""


class Tidied(NamedTuple):
    """What was removed: indexes of other releases, and what was left of removed documents."""

    indexes: tuple[str, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The indexes of the collections, and a function that reads all items that they are made of; see `building.build`."""

    client: AsyncOpenSearch
    prefix: str
    schema: SearchSchema
    items: Callable[[], AsyncIterator[Item]]
    grace: float = GRACE

    async def check(self) -> None:
        """Check that every collection has its index, made as it must be; raises `Unavailable` and `Throttled`."""
        await check_indexes(self.client, self.prefix, self.schema)

    async def create(self, tell: Callable[[Step], None]) -> Built:
        """Make and fill the indexes that are missing; those that are there stay as they are."""
        return await self._build(await missing(self.client, self.prefix, self.schema), tell)

    async def rebuild(self, tell: Callable[[Step], None]) -> Built:
        """Make all indexes anew, while what is there is read from and written to."""
        return await self._build(tuple(collection.name for collection in self.schema.collections), tell)

    async def tidy(self, now: datetime) -> Tidied:
        """Remove the indexes of other releases, which must not run any more, and forget what was removed some days ago."""
        others = await remove_others(self.client, self.prefix, self.schema)
        return Tidied(others, await forget_removed(self.client, self.prefix, before=now - KEPT))

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()

    async def _build(self, names: tuple[str, ...], tell: Callable[[Step], None]) -> Built:
        if not names:
            return Built((), 0, 0, ())
        return await build(self.client, self.prefix, self.schema, self.items(), names=names, tell=tell, grace=self.grace)


def open_upkeep(cluster: Cluster, schema: SearchSchema, items: Callable[[], AsyncIterator[Item]]) -> Upkeep:
    """Return the upkeep of the indexes, which connects when it is first used; raises `InvalidValue` and `Unavailable`."""
    return Upkeep(connect(cluster), cluster.prefix, schema, items)
