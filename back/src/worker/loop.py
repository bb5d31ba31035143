"""The loop of a worker: it takes jobs that are due, a few at a time, until it is told to stop."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

import structlog

from clock import Clock
from db_model.jobs import reads
from db_model.jobs.types import Job
from jobs import domain
from jobs.batches import Burial, Handler
from schedules import domain as schedules_domain
from schedules.rules import Schedule
from store import Store
from store.errors import StoreError

_log = structlog.get_logger("worker")


class Kinds(NamedTuple):
    """The kinds of jobs that a worker knows: who does them and, of some, what has to be written when one is given up."""

    handlers: Mapping[str, Handler]
    burials: Mapping[str, Burial] = MappingProxyType({})


class Pace(NamedTuple):
    """How many jobs run at once, and how long a worker without work waits before it looks again."""

    at_once: int = 2
    between_looks: timedelta = timedelta(milliseconds=250)
    between_schedules: timedelta = timedelta(minutes=1)
    """How long after asking for the jobs of schedules it asks again."""


PACE = Pace()


async def work(
    store: Store, clock: Clock, kinds: Kinds, stop: asyncio.Event, pace: Pace = PACE, *, schedules: Sequence[Schedule] = ()
) -> None:
    """Do what is due, schedules among it, until `stop` is set; then what runs ends with its batch, and is given back."""
    running: frozenset[asyncio.Task[None]] = frozenset()
    stopping = asyncio.create_task(stop.wait())
    asked_at: datetime | None = None
    try:
        while not stop.is_set():
            asked_at = await _ask(store, clock, schedules, pace, asked_at)
            claimed = await _take(store, clock, pace.at_once - len(running))
            running |= {asyncio.create_task(_do(store, clock, job, kinds, stop)) for job in claimed}
            done, _ = await asyncio.wait(
                {stopping, *running}, timeout=pace.between_looks.total_seconds(), return_when=asyncio.FIRST_COMPLETED
            )
            running -= {task for task in running if task in done}
    finally:
        stopping.cancel()
        await asyncio.gather(*running)


async def _ask(store: Store, clock: Clock, schedules: Sequence[Schedule], pace: Pace, asked_at: datetime | None) -> datetime | None:
    """Ask for the jobs of the schedules that are due, unless that was done just now, and return when it was done last."""
    now = clock.now()
    if not schedules or (asked_at is not None and timedelta(0) <= now - asked_at < pace.between_schedules):
        return asked_at
    try:
        for schedule in await schedules_domain.ask(store, clock, schedules):
            _log.info("schedule", name=schedule.name, kind=schedule.kind)
    except StoreError as error:
        _log.warning("no schedules were asked for", error=type(error).__name__)
    return now


async def _take(store: Store, clock: Clock, number: int) -> tuple[Job, ...]:
    """Claim up to so many jobs; a store that cannot be reached has none for now."""
    if number < 1:
        return ()
    try:
        due = await reads.due(store.table, now=clock.now(), first=number)
        claims = [await domain.claim(store, clock, job, holder=secrets.token_hex(8)) for job in due]
    except StoreError as error:
        _log.warning("no jobs were taken", error=type(error).__name__)
        return ()
    return tuple(job for job in claims if job is not None)


async def _do(store: Store, clock: Clock, job: Job, kinds: Kinds, stop: asyncio.Event) -> None:
    """Do a claimed job, and note how it ended: whatever goes wrong with one, the others go on."""
    try:
        handle = kinds.handlers.get(job.kind)
        if handle is None:
            await _note_failure(store, clock, job, "NoHandler", None)
            return
        ended = await domain.run(store, clock, job, handle, is_stopping=stop.is_set)
        _log.info("job", id=job.id, kind=job.kind, status=ended.status.value, counts=dict(ended.counts))
    except domain.JobLost:
        _log.warning("another worker has the job", id=job.id, kind=job.kind)
    except Exception as error:  # noqa: BLE001 -- a job may fail in any way, and is tried again
        _log.error("job failed", id=job.id, kind=job.kind, exc_info=error)
        await _note_failure(store, clock, job, type(error).__name__, kinds.burials.get(job.kind))


async def _note_failure(store: Store, clock: Clock, job: Job, error: str, bury: Burial | None) -> None:
    """Note that an attempt failed; if even that fails, the job is due again when its lease is over."""
    try:
        await domain.fail(store, clock, job.id, holder=job.holder or "", error=error, bury=bury)
    except (domain.JobLost, StoreError) as another:
        _log.warning("the failure of a job was not noted", id=job.id, error=type(another).__name__)
