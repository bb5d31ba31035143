"""The adapters of the queue that the contract suite runs on, each with the jobs that its messages tell of."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from aws_stub import REGION, new_name, stub_services
from clock import Clock, system_clock
from db_model.commit import write
from db_model.jobs import reads
from db_model.jobs import writes as jobs_model
from db_model.jobs.types import Job
from jobs import domain, rules
from jobs.announcing import announced
from jobs.item_queue import item_queue
from memory_blobs import MemoryBlobs
from sqlite.changes import watch
from sqlite.table import open_table
from sqs.connection import Place
from sqs.creation import create_queues
from sqs.queue import open_queue
from store import Store
from store.queue import Message, Queue
from store.table import Table

SHORT = timedelta(seconds=1)
"""What a receiver waits for nothing, and how long a lease of these tests is: SQS knows whole seconds."""
LEASE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Post:
    """A queue, and a store that tells it of new jobs."""

    queue: Queue
    store: Store
    clock: Clock

    async def ask(self, *, number: int = 1) -> list[str]:
        """Ask for jobs, each in a commit of its own, and return their ids in order."""
        jobs = [rules.new_job("kind", {}, by="me", now=self.clock.now()) for _ in range(number)]
        for job in jobs:
            await write(self.store.table, (jobs_model.add(job),))
        return [job.id for job in jobs]

    async def stored(self, identifier: str) -> Job:
        """Read a job."""
        return (await reads.get_many(self.store.table, [identifier], now=self.clock.now()))[identifier]

    async def claim(self, message: Message) -> Job:
        """Take the job that a message tells of, as a worker does."""
        job = await domain.claim(self.store, self.clock, await self.stored(message.text), holder="a test")
        assert job is not None
        return job

    async def receive(self, *, most: int = 10, lease: timedelta = LEASE) -> Sequence[Message]:
        """Receive once, waiting for a short while."""
        return await self.queue.receive(most=most, wait=SHORT, lease=lease)

    async def one(self, *, lease: timedelta = LEASE) -> Message:
        """Receive until there is a message, and return the only one."""
        async with asyncio.timeout(20):
            while not (found := await self.receive(lease=lease)):
                pass
        (message,) = found
        return message


@asynccontextmanager
async def items(folder: Path) -> AsyncIterator[Post]:
    """Open the queue that the items of a new file are."""
    path, clock = folder / "table.sqlite3", system_clock()
    table = await open_table(path)
    try:
        async with watch(path) as changed:
            queue = item_queue(table, clock, changed)
            yield _post(table, queue, clock)
    finally:
        await table.close()


@asynccontextmanager
async def sqs(folder: Path) -> AsyncIterator[Post]:
    """Open a new queue of the stub's, beside a table in a new file."""
    with stub_services() as endpoint:
        name, place = new_name(), Place(REGION, endpoint)
        await create_queues(name, place)
        queue = await open_queue(name, place)
        table = await open_table(folder / "table.sqlite3")
        try:
            yield _post(table, queue, system_clock())
        finally:
            await table.close()
            await queue.close()


def _post(table: Table, queue: Queue, clock: Clock) -> Post:
    return Post(queue=queue, store=Store(table=announced(table, queue), blobs=MemoryBlobs()), clock=clock)


QUEUES: Mapping[str, Callable[[Path], AbstractAsyncContextManager[Post]]] = MappingProxyType({"items": items, "sqs": sqs})
