"""The queue of one machine: the items of the jobs are the messages, and who writes one has sent it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

import structlog

from clock import Clock
from db_model.jobs import reads
from store.errors import StoreError
from store.queue import Message
from store.table import Table

_log = structlog.get_logger("jobs.item_queue")

Changed: TypeAlias = Callable[[], Awaitable[None]]
"""Waits until something was written, by whichever process, since it was asked last."""
BETWEEN_LOOKS = timedelta(milliseconds=250)
"""Of a queue that nobody tells of changes."""
_SHORTEST_WAIT = timedelta(milliseconds=10)
"""Of a receiver that another one was faster than."""


@dataclass(slots=True)
class ItemQueue:
    """A look at the jobs that are due; holding one, giving it back and being done with it are written to its item alone.

    It changes once, when changes can no longer be told: it then looks at its pace.
    """

    table: Table
    clock: Clock
    changed: Changed | None
    between_looks: timedelta

    async def send(self, _texts: Sequence[str], *, after: timedelta = timedelta(0)) -> None:
        """Do nothing: the items are there."""

    async def receive(self, *, most: int, wait: timedelta, lease: timedelta) -> Sequence[Message]:  # noqa: ARG002 -- who claims a job holds its item
        """Return jobs that are due, the first due first; without one, wait for a change or for the next to be due, and look again."""
        found = await self._due(most)
        if found:
            return found
        await self._rest(wait)
        return await self._due(most)

    async def renew(self, _message: Message, *, lease: timedelta) -> None:
        """Do nothing: each batch of a job renews its item."""

    async def acknowledge(self, _message: Message) -> None:
        """Do nothing: an item that is done is in no list."""

    async def give_back(self, _message: Message, *, after: timedelta) -> None:
        """Do nothing: the item says when it is due."""

    async def give_up(self, _message: Message) -> None:
        """Do nothing: the item says so."""

    async def dead(self, *, first: int) -> Sequence[str]:
        """Return the ids of the jobs that were given up."""
        return tuple(job.id for job in await reads.dead(self.table, now=self.clock.now(), first=first))

    async def close(self) -> None:
        """Do nothing but satisfy the port: the table belongs to somebody else."""

    async def _due(self, most: int) -> tuple[Message, ...]:
        return tuple(Message(job.id, job.id) for job in await reads.due(self.table, now=self.clock.now(), first=most))

    async def _rest(self, wait: timedelta) -> None:
        """Wait until something may be due."""
        if self.changed is None:
            await asyncio.sleep(min(self.between_looks, wait).total_seconds())
            return
        now = self.clock.now()
        due_at = await reads.next_due(self.table, now=now)
        left = wait if due_at is None else min(max(due_at - now, _SHORTEST_WAIT), wait)
        try:
            async with asyncio.timeout(left.total_seconds()):
                await self.changed()
        except TimeoutError:
            return
        except StoreError as error:
            self.changed = None
            _log.warning("changes are not noticed any more", error=type(error).__name__)


def item_queue(table: Table, clock: Clock, changed: Changed | None = None, *, between_looks: timedelta = BETWEEN_LOOKS) -> ItemQueue:
    """Return the queue that the jobs of a table are; with `changed` it looks when something was written, else at the pace."""
    return ItemQueue(table=table, clock=clock, changed=changed, between_looks=between_looks)
