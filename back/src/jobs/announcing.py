"""A table that tells a queue of each new job, once it is written, whichever commit it was part of."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import structlog

from db_model.jobs import facet
from store.errors import StoreError
from store.queue import Queue
from store.table import Table
from store.values import Absent, Change, Item, Key, Page, Position, Put, Query

_log = structlog.get_logger("jobs.announcing")
_SEND_SECONDS = 5.0
"""How long a commit that is done waits for the queue at most."""


@dataclass(frozen=True, slots=True)
class _Announced:
    table: Table
    queue: Queue

    async def get_many(self, keys: Collection[Key], *, consistent: bool = False) -> Mapping[Key, Item]:
        return await self.table.get_many(keys, consistent=consistent)

    async def query(self, query: Query) -> Page[Item]:
        return await self.table.query(query)

    async def query_many(self, queries: Sequence[Query]) -> Sequence[Page[Item]]:
        return await self.table.query_many(queries)

    async def count(self, query: Query, *, alive_at: int) -> int:
        return await self.table.count(query, alive_at=alive_at)

    async def write(self, changes: Sequence[Change]) -> Position:
        position = await self.table.write(changes)
        if new := new_jobs(changes):
            await self._send(new)
        return position

    async def close(self) -> None:
        await self.table.close()
        await self.queue.close()

    async def _send(self, ids: Sequence[str]) -> None:
        """Send the ids of jobs; what is not sent now is sent by a sweep."""
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                await self.queue.send(ids)
        except (StoreError, TimeoutError) as error:
            _log.warning("new jobs were not sent, and wait for a sweep", ids=list(ids), error=type(error).__name__)


def announced(table: Table, queue: Queue) -> Table:
    """Return the same table, sending the id of each job that is added to it, after its commit and once; closing it closes both."""
    return _Announced(table, queue)


def new_jobs(changes: Sequence[Change]) -> tuple[str, ...]:
    """Return the ids of the jobs that changes add."""
    added = (change.key for change in changes if isinstance(change, Put) and isinstance(change.condition, Absent))
    return tuple(identifier for key in added if (identifier := facet.id_of(key)) is not None)
