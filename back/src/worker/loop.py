"""The loop of a worker: it takes jobs that a queue tells of, a few at a time, until it is told to stop."""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import structlog

from clock import Clock
from db_model.jobs.types import Job
from jobs import domain
from jobs.batches import Burial, Handler
from jobs.item_queue import BETWEEN_LOOKS, item_queue
from jobs.rules import LEASE
from schedules import domain as schedules_domain
from schedules.rules import Schedule
from store import Store
from store.errors import StoreError
from store.queue import Message, Queue
from worker import hints

_log = structlog.get_logger("worker")


class Kinds(NamedTuple):
    """The kinds of jobs that a worker knows: who does them and, of some, what has to be written when one is given up."""

    handlers: Mapping[str, Handler]
    burials: Mapping[str, Burial] = MappingProxyType({})


Count: TypeAlias = Callable[[str, str], None]
"""Takes the kind of a job and what became of an attempt at it."""


class Pace(NamedTuple):
    """How many jobs run at once, and how long a worker without work waits before it looks again."""

    at_once: int = 2
    between_looks: timedelta = BETWEEN_LOOKS
    """Of a worker whose queue cannot be reached, or whose queue nobody tells of changes."""
    longest_wait: timedelta = timedelta(seconds=5)
    """For messages: clocks may be set, and a job be due before its time."""
    between_schedules: timedelta = timedelta(minutes=1)
    """How long after asking for the jobs of schedules it asks again."""
    between_sweeps: timedelta = timedelta(minutes=1)
    """How long after looking for jobs that the queue lost it looks again."""
    between_beats: timedelta = LEASE / 3
    """How long after a sign of life for the message of a job the next one follows."""


PACE = Pace()


def _uncounted(_kind: str, _outcome: str) -> None:
    """Count nothing."""


class _Held(NamedTuple):
    """A job that this worker has, and the message that told of it."""

    job: Job
    message: Message


class _Rounds(NamedTuple):
    """When a worker did last what it does now and then."""

    asked_at: datetime | None = None
    swept_at: datetime | None = None


async def work(
    store: Store,
    clock: Clock,
    kinds: Kinds,
    stop: asyncio.Event,
    pace: Pace = PACE,
    *,
    queue: Queue | None = None,
    schedules: Sequence[Schedule] = (),
    count: Count = _uncounted,
) -> None:
    """Do what is due, schedules among it, until `stop` is set; then what runs ends with its batch, and is given back.

    Without a queue the items of the jobs are one, looked at at the pace.
    """
    messages = queue or item_queue(store.table, clock, between_looks=pace.between_looks)
    running: frozenset[asyncio.Task[None]] = frozenset()
    stopping = asyncio.create_task(_until_set(stop))
    receiving: asyncio.Task[Sequence[Message]] | None = None
    rounds = _Rounds()
    try:
        while not stop.is_set():
            rounds = _Rounds(
                asked_at=await _ask(store, clock, schedules, pace, rounds.asked_at),
                swept_at=await _sweep(store, clock, messages, pace, rounds.swept_at),
            )
            if receiving is None and len(running) < pace.at_once:
                receiving = asyncio.create_task(_receive(messages, pace.at_once - len(running), pace))
            waited: set[asyncio.Task[object]] = {stopping, *running, *(() if receiving is None else (receiving,))}
            done, _ = await asyncio.wait(waited, timeout=pace.longest_wait.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
            running -= {task for task in running if task in done}
            if receiving is not None and receiving in done:
                held = await _take(store, clock, messages, receiving.result(), pace)
                running |= {asyncio.create_task(_do(store, clock, each, kinds, stop, messages, pace, count)) for each in held}
                receiving = None
    finally:
        stopping.cancel()
        if receiving is not None:
            receiving.cancel()
        await asyncio.gather(*running)


async def _until_set(stop: asyncio.Event) -> None:
    await stop.wait()


async def _receive(queue: Queue, most: int, pace: Pace) -> Sequence[Message]:
    """Wait for messages; a queue that cannot be reached has none for now."""
    try:
        return await queue.receive(most=most, wait=pace.longest_wait, lease=LEASE)
    except StoreError as error:
        _log.warning("no messages were received", error=type(error).__name__)
        await asyncio.sleep(pace.between_looks.total_seconds())
        return ()


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


async def _sweep(store: Store, clock: Clock, queue: Queue, pace: Pace, swept_at: datetime | None) -> datetime | None:
    """Send what the queue may have lost, unless that was done just now, and return when it was done last."""
    now = clock.now()
    if swept_at is not None and timedelta(0) <= now - swept_at < pace.between_sweeps:
        return swept_at
    try:
        await hints.sweep(store, queue, now=now)
    except StoreError as error:
        _log.warning("no jobs were swept", error=type(error).__name__)
    return now


async def _take(store: Store, clock: Clock, queue: Queue, messages: Sequence[Message], pace: Pace) -> tuple[_Held, ...]:
    """Claim the jobs that messages tell of, as far as they are due and nobody has them; the others are seen to."""
    held: list[_Held] = []
    try:
        for message, job in await hints.sort_out(store, queue, messages, now=clock.now()):
            claimed = await domain.claim(store, clock, job, holder=secrets.token_hex(8))
            if claimed is None:
                await queue.give_back(message, after=LEASE)
            else:
                held.append(_Held(claimed, message))
    except StoreError as error:
        _log.warning("not all jobs were taken", error=type(error).__name__)
        await asyncio.sleep(pace.between_looks.total_seconds())
    return tuple(held)


async def _do(store: Store, clock: Clock, held: _Held, kinds: Kinds, stop: asyncio.Event, queue: Queue, pace: Pace, count: Count) -> None:
    """Do a claimed job, holding its message meanwhile, and let the message go as the job stands then."""
    beating = asyncio.create_task(_beat(queue, held.message, pace))
    try:
        ended = await _attempt(store, clock, held.job, kinds, stop, count)
    finally:
        beating.cancel()
    if ended is None:
        return
    try:
        await hints.settle(queue, held.message, ended, now=clock.now())
    except StoreError as error:
        _log.warning("a message comes again", id=held.job.id, error=type(error).__name__)


async def _beat(queue: Queue, message: Message, pace: Pace) -> None:
    """Hold a message for as long as this runs."""
    while True:
        await asyncio.sleep(pace.between_beats.total_seconds())
        try:
            await queue.renew(message, lease=LEASE)
        except StoreError as error:
            _log.warning("a message was not held on to", error=type(error).__name__)


async def _attempt(store: Store, clock: Clock, job: Job, kinds: Kinds, stop: asyncio.Event, count: Count) -> Job | None:
    """Do a claimed job, and note how it ended: whatever goes wrong with one, the others go on. `None` when that is not known."""
    handle = kinds.handlers.get(job.kind)
    if handle is None:
        count("other", "failed")
        return await _note_failure(store, clock, job, "NoHandler", None)
    try:
        ended = await domain.run(store, clock, job, handle, is_stopping=stop.is_set)
    except domain.JobLost:
        count(job.kind, "lost")
        _log.warning("another worker has the job", id=job.id, kind=job.kind)
        return None
    except Exception as error:  # noqa: BLE001 -- a job may fail in any way, and is tried again
        count(job.kind, "failed")
        _log.error("job failed", id=job.id, kind=job.kind, exc_info=error)
        return await _note_failure(store, clock, job, type(error).__name__, kinds.burials.get(job.kind))
    count(job.kind, ended.status.value.lower())
    _log.info("job", id=job.id, kind=job.kind, status=ended.status.value, counts=dict(ended.counts))
    return ended


async def _note_failure(store: Store, clock: Clock, job: Job, error: str, bury: Burial | None) -> Job | None:
    """Note that an attempt failed; if even that fails, the job is due again when its lease is over."""
    try:
        return await domain.fail(store, clock, job.id, holder=job.holder or "", error=error, bury=bury)
    except (domain.JobLost, StoreError) as another:
        _log.warning("the failure of a job was not noted", id=job.id, error=type(another).__name__)
        return None
