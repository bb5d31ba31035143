"""The loop of a worker: it takes jobs that are due, a few at a time, until it is told to stop."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

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


Changed: TypeAlias = Callable[[], Awaitable[None]]
"""Waits until something was written, by whichever process, since it was asked last."""
Count: TypeAlias = Callable[[str, str], None]
"""Takes the kind of a job and what became of an attempt at it."""


class Pace(NamedTuple):
    """How many jobs run at once, and how long a worker without work waits before it looks again."""

    at_once: int = 2
    between_looks: timedelta = timedelta(milliseconds=250)
    """Of a worker that nobody tells of changes."""
    longest_wait: timedelta = timedelta(seconds=5)
    """Of one that is told: clocks may be set, and a job be due before its time."""
    between_schedules: timedelta = timedelta(minutes=1)
    """How long after asking for the jobs of schedules it asks again."""


PACE = Pace()
_SHORTEST_WAIT = timedelta(milliseconds=10)
"""Of a worker that another one was faster than."""


def _uncounted(_kind: str, _outcome: str) -> None:
    """Count nothing."""


async def work(
    store: Store,
    clock: Clock,
    kinds: Kinds,
    stop: asyncio.Event,
    pace: Pace = PACE,
    *,
    schedules: Sequence[Schedule] = (),
    changed: Changed | None = None,
    count: Count = _uncounted,
) -> None:
    """Do what is due, schedules among it, until `stop` is set; then what runs ends with its batch, and is given back.

    With `changed` it looks when something was written and when the next job is due, else at the pace.
    """
    running: frozenset[asyncio.Task[None]] = frozenset()
    stopping = asyncio.create_task(_until_set(stop))
    noticing = _notice(changed)
    asked_at: datetime | None = None
    try:
        while not stop.is_set():
            asked_at = await _ask(store, clock, schedules, pace, asked_at)
            claimed = await _take(store, clock, pace.at_once - len(running))
            running |= {asyncio.create_task(_do(store, clock, job, kinds, stop, count)) for job in claimed}
            wait = pace.between_looks if noticing is None else await _until_due(store, clock, pace, is_full=len(running) >= pace.at_once)
            waited: set[asyncio.Future[None]] = {stopping, *running, *(() if noticing is None else (noticing,))}
            done, _ = await asyncio.wait(waited, timeout=wait.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
            running -= {task for task in running if task in done}
            if noticing is not None and noticing in done:
                noticing = _noticed(noticing, changed)
    finally:
        stopping.cancel()
        if noticing is not None:
            noticing.cancel()
        await asyncio.gather(*running)


async def _until_set(stop: asyncio.Event) -> None:
    await stop.wait()


def _notice(changed: Changed | None) -> asyncio.Future[None] | None:
    """Begin to wait for a change, if anybody tells of one."""
    return None if changed is None else asyncio.ensure_future(changed())


def _noticed(noticing: asyncio.Future[None], changed: Changed | None) -> asyncio.Future[None] | None:
    """Begin to wait for the next change; who cannot be told any more goes back to looking at the pace."""
    error = noticing.exception()
    if error is None:
        return _notice(changed)
    _log.warning("changes are not noticed any more", error=type(error).__name__)
    return None


async def _until_due(store: Store, clock: Clock, pace: Pace, *, is_full: bool) -> timedelta:
    """Return how long nothing is due, unless something is written; a worker that does all it can waits for the end of something."""
    if is_full:
        return pace.longest_wait
    try:
        due_at = await reads.next_due(store.table, now=clock.now())
    except StoreError:
        return pace.between_looks
    left = pace.longest_wait if due_at is None else due_at - clock.now()
    return min(max(left, _SHORTEST_WAIT), pace.longest_wait)


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


async def _do(store: Store, clock: Clock, job: Job, kinds: Kinds, stop: asyncio.Event, count: Count) -> None:
    """Do a claimed job, and note how it ended: whatever goes wrong with one, the others go on."""
    try:
        handle = kinds.handlers.get(job.kind)
        if handle is None:
            count("other", "failed")
            await _note_failure(store, clock, job, "NoHandler", None)
            return
        ended = await domain.run(store, clock, job, handle, is_stopping=stop.is_set)
        count(job.kind, ended.status.value.lower())
        _log.info("job", id=job.id, kind=job.kind, status=ended.status.value, counts=dict(ended.counts))
    except domain.JobLost:
        count(job.kind, "lost")
        _log.warning("another worker has the job", id=job.id, kind=job.kind)
    except Exception as error:  # noqa: BLE001 -- a job may fail in any way, and is tried again
        count(job.kind, "failed")
        _log.error("job failed", id=job.id, kind=job.kind, exc_info=error)
        await _note_failure(store, clock, job, type(error).__name__, kinds.burials.get(job.kind))


async def _note_failure(store: Store, clock: Clock, job: Job, error: str, bury: Burial | None) -> None:
    """Note that an attempt failed; if even that fails, the job is due again when its lease is over."""
    try:
        await domain.fail(store, clock, job.id, holder=job.holder or "", error=error, bury=bury)
    except (domain.JobLost, StoreError) as another:
        _log.warning("the failure of a job was not noted", id=job.id, error=type(another).__name__)
