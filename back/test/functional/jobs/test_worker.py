"""The loop of a worker on a real store."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

import factories
from clock import Clock
from composition.stores import watch_changes
from db_model.commit import write
from db_model.jobs import reads as jobs_reads
from db_model.jobs import writes as jobs_model
from db_model.jobs.types import Job, JobStatus
from harness import Api
from jobs import domain, rules
from jobs.batches import Batch, Handler
from jobs.item_queue import Changed, item_queue
from store import Store
from store.errors import Unavailable
from worker.loop import Count, Kinds, Pace, work

QUICK = Pace(at_once=2, between_looks=timedelta(milliseconds=5))


async def count_to_three(_store: Store, _clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Yield what is left of three batches."""
    for number in range(int(job.progress or 0), 3):
        yield Batch(progress=str(number + 1), done={"batches": 1})


async def fail(_store: Store, _clock: Clock, _job: Job) -> AsyncIterator[Batch]:
    """Fail after a batch."""
    yield Batch(progress="1")
    raise ZeroDivisionError


HANDLERS: Mapping[str, Handler] = {"count": count_to_three, "fail": fail}


async def ask_for(api: Api, kind: str) -> str:
    job = rules.new_job(kind, {}, by="me", now=api.time.now)
    await write(api.store.table, (jobs_model.add(job),))
    return job.id


async def stored(api: Api, identifier: str) -> Job:
    return (await jobs_reads.get_many(api.store.table, [identifier], now=api.time.now))[identifier]


async def work_until(api: Api, *statuses: tuple[str, JobStatus], failed: Collection[str] = ()) -> None:
    """Let a worker work until each job has its status, and those that fail have done so."""

    async def is_waited_for() -> bool:
        reached = [(await stored(api, identifier)).status is status for identifier, status in statuses]
        return not all(reached) or None in [(await stored(api, identifier)).error for identifier in failed]

    stop = asyncio.Event()
    working = asyncio.create_task(work(api.store, api.time.clock(), Kinds(HANDLERS), stop, QUICK))
    async with asyncio.timeout(10):
        while await is_waited_for():  # noqa: ASYNC110 -- the store tells nobody
            await asyncio.sleep(0.005)
    stop.set()
    await working


async def test_a_worker_does_what_is_due_and_goes_on_after_a_failure(api: Api) -> None:
    failing, unknown, *counting = [await ask_for(api, kind) for kind in ("fail", "nothing", "count", "count", "count")]
    await work_until(api, *((identifier, JobStatus.DONE) for identifier in counting), failed=(failing, unknown))

    assert [dict((await stored(api, identifier)).counts) for identifier in counting] == [{"batches": 3}] * 3
    assert ((await stored(api, failing)).error, (await stored(api, unknown)).error) == ("ZeroDivisionError", "NoHandler")


async def test_of_two_workers_one_has_a_job(api: Api) -> None:
    identifier = await ask_for(api, "count")
    job = await stored(api, identifier)

    claims = await asyncio.gather(*(domain.claim(api.store, api.time.clock(), job, holder=str(number)) for number in range(8)))

    (held,) = [claim for claim in claims if claim is not None]
    assert (await stored(api, identifier)).holder == held.holder


async def test_a_job_whose_holder_is_silent_is_taken_over_and_the_old_holder_changes_nothing(api: Api) -> None:
    identifier = await ask_for(api, "count")
    silent = await domain.claim(api.store, api.time.clock(), await stored(api, identifier), holder="silent")
    assert silent is not None
    assert await jobs_reads.due(api.store.table, now=api.time.now, first=1) == ()
    api.time.move(rules.LEASE)
    await work_until(api, (identifier, JobStatus.DONE))
    done = await stored(api, identifier)

    with pytest.raises(domain.JobLost):
        await domain.run(api.store, api.time.clock(), silent, count_to_three, is_stopping=lambda: False)

    assert await stored(api, identifier) == done


async def test_a_job_that_was_given_up_can_be_tried_anew(api: Api) -> None:
    identifier = await ask_for(api, "nothing")
    for _ in range(rules.MOST_ATTEMPTS):
        claimed = await domain.claim(api.store, api.time.clock(), await stored(api, identifier), holder="h")
        assert claimed is not None
        await domain.fail(api.store, api.time.clock(), identifier, holder="h", error="Oops")
    (dead,) = await jobs_reads.dead(api.store.table, now=api.time.now, first=10)
    assert (dead.id, dead.attempts) == (identifier, rules.MOST_ATTEMPTS)

    await domain.revive(api.store, api.time.clock(), identifier)

    assert await jobs_reads.dead(api.store.table, now=api.time.now, first=10) == ()
    assert [job.id for job in await jobs_reads.due(api.store.table, now=api.time.now, first=10)] == [identifier]


SLOW = Pace(between_looks=timedelta(hours=1), longest_wait=timedelta(hours=1))
"""Of a worker that has to be told."""


async def never() -> None:
    """Tell of no change."""
    await asyncio.Event().wait()


async def broken() -> None:
    """Tell of nothing ever again."""
    raise Unavailable("no more")


@asynccontextmanager
async def working(
    api: Api, pace: Pace, changed: Changed, *, clock: Clock | None = None, count: Count = lambda *_: None
) -> AsyncIterator[None]:
    """Let a worker work until the end of the block."""
    stop = asyncio.Event()
    ticking = clock or api.time.clock()
    queue = item_queue(api.store.table, ticking, changed, between_looks=pace.between_looks)
    task = asyncio.create_task(work(api.store, ticking, Kinds(HANDLERS), stop, pace, queue=queue, count=count))
    try:
        yield
    finally:
        stop.set()
        await task


async def until(api: Api, identifier: str, holds: Callable[[Job], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds(await stored(api, identifier)):  # noqa: ASYNC110 -- the store tells nobody
            await asyncio.sleep(0.005)


async def test_a_worker_that_is_told_of_changes_does_what_is_asked_for_while_it_waits(api: Api) -> None:
    counted: list[tuple[str, str]] = []
    async with watch_changes(api.settings) as changed, working(api, SLOW, changed, count=lambda *attempt: counted.append(attempt)):
        for _ in range(3):
            await until(api, await ask_for(api, "count"), lambda job: job.status is JobStatus.DONE)

    assert counted == [("count", "done")] * 3


async def test_a_worker_looks_again_when_the_next_job_is_due(api: Api) -> None:
    begun = time.monotonic()
    clock = Clock(now=lambda: factories.NOW + timedelta(seconds=time.monotonic() - begun))
    job = rules.new_job("count", {}, by="me", now=factories.NOW + timedelta(milliseconds=200))
    await write(api.store.table, (jobs_model.add(job),))

    async with working(api, SLOW, never, clock=clock):
        await until(api, job.id, lambda job: job.status is JobStatus.DONE)


async def test_a_worker_that_cannot_be_told_any_more_goes_back_to_its_pace(api: Api) -> None:
    async with working(api, QUICK, broken):
        await until(api, await ask_for(api, "fail"), lambda job: job.error is not None)
        await until(api, await ask_for(api, "count"), lambda job: job.status is JobStatus.DONE)
