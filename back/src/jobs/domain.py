"""Holding jobs: only who claimed one goes on with it, and each step is one transaction with the progress that it makes."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeAlias

from clock import Clock
from db_model.commit import write
from db_model.jobs import facet, reads
from db_model.jobs import writes as jobs_model
from db_model.jobs.types import Job, JobStatus
from jobs import rules
from jobs.batches import Batch, Burial, Handler, NotYet
from jobs.unseen import Unseen
from store import Store
from store.errors import Conflict
from store.values import Position

_TRIES_OF_A_BATCH = 5
Note: TypeAlias = Callable[[Position], Awaitable[None]]
"""Is told up to where a batch was written."""


class JobLost(Exception):
    """Another worker has the job by now."""


class JobNotFound(Exception):
    """No job that was given up has this id."""


async def claim(store: Store, clock: Clock, job: Job, *, holder: str) -> Job | None:
    """Take a job that is due; `None` when another worker was first."""
    try:
        return await _step(store, job, rules.claimed(job, holder=holder, now=clock.now()))
    except JobLost:
        return None


async def run(store: Store, clock: Clock, job: Job, handle: Handler, *, is_stopping: Callable[[], bool]) -> Job:
    """Do a claimed job, batch by batch, and return how it stands then: done, or given back for later or because the worker stops.

    Raises `JobLost`, `TakenTooOften` and whatever the handler raises. A batch that met another writer is made anew from what is
    stored now.
    """
    rules.check_claims(job)
    conflicts, unseen = 0, Unseen(store.index)
    while True:
        try:
            async for batch in handle(store, clock, job):
                job = await _apply(store, clock, job, batch, unseen)
                conflicts = 0
                if is_stopping():
                    return await _step(store, job, rules.given_back(job, now=clock.now()))
        except NotYet as later:
            return await _step(store, job, rules.deferred(job, wait=later.wait, now=clock.now()))
        except Conflict:
            conflicts += 1
            if conflicts >= _TRIES_OF_A_BATCH:
                raise
        else:
            await unseen.settle()
            return await _step(store, job, rules.ended(job, now=clock.now()))


async def _apply(store: Store, clock: Clock, job: Job, batch: Batch, unseen: Unseen) -> Job:
    """Commit a batch; one that says that the work can be read waits until it can."""
    if batch.settles:
        await unseen.settle()
    advanced = rules.advanced(job, progress=batch.progress, done=batch.done, now=clock.now())
    return await _step(store, job, advanced, batch, note=unseen.add)


async def fail(store: Store, clock: Clock, identifier: str, *, holder: str, error: str, bury: Burial | None = None) -> Job:
    """Note that the holder's attempt failed; of a job that is given up then, what follows is written with it. Raises `JobLost`."""
    job = (await reads.get_many(store.table, (identifier,), now=clock.now())).get(identifier)
    if job is None or job.holder != holder:
        raise JobLost
    failed = rules.failed(job, error=error, now=clock.now())
    changes = await bury(store, clock, job) if bury is not None and failed.status is JobStatus.DEAD else ()
    return await _step(store, job, failed, Batch(progress=job.progress or "", changes=changes))


async def release(store: Store, clock: Clock) -> int:
    """Give back every job that a worker has, for a caller who knows that no worker lives, and return how many there were."""
    released = 0
    for job in await reads.running(store.table, now=clock.now()):
        with suppress(JobLost):
            await _step(store, job, rules.released(job, now=clock.now()))
            released += 1
    return released


async def revive(store: Store, clock: Clock, identifier: str) -> Job:
    """Let a job that was given up be tried anew; raises `JobNotFound`."""
    job = (await reads.get_many(store.table, (identifier,), now=clock.now())).get(identifier)
    if job is None or job.status is not JobStatus.DEAD:
        raise JobNotFound(identifier)
    return await _step(store, job, rules.revived(job, now=clock.now()))


async def _unnoted(_position: Position) -> None:
    """Do nothing: what was written is in no list."""


async def _step(store: Store, old: Job, new: Job, batch: Batch | None = None, *, note: Note = _unnoted) -> Job:
    """Commit a step of a job with what it does; raises `JobLost`, and `Conflict` for what else was changed meanwhile."""
    try:
        position = await write(store.table, (*(batch.changes if batch else ()), jobs_model.update(old, new)))
    except Conflict as error:
        if facet.key(old.id) in error.keys:
            raise JobLost from error
        raise
    await note(position)
    return new._replace(version=old.version + 1)
