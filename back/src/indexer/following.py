"""Following one shard: read, apply, go on; whatever cannot be reached is waited for, and nothing is passed over but what is parked."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from indexer import parking
from indexer.pauses import pause, wait
from indexer.projecting import Poison, apply, project
from indexer.rules import may_apply
from indexer.work import Following, Work
from store.errors import StoreError, Throttled
from store.feed import Cursor, Entry, Slice, Trimmed

_log = structlog.get_logger("indexer")
T = TypeVar("T")


class _Stopped(Exception):
    """The shard is to be followed no longer."""


async def follow(work: Work, following: Following, turns: asyncio.Semaphore) -> None:
    """Follow a shard from where it was left until its end, or until told to stop; what was begun is finished then, if it can be."""
    cursor: Cursor | None = Cursor(following.lease.shard, following.place)
    try:
        while cursor is not None:
            piece = await _read(work, following, cursor, turns)
            if piece is not None:
                await _take(work, following, piece)
            cursor = Cursor(cursor.shard) if piece is None else piece.next
            if following.stop.is_set():
                break
            if piece is not None and piece.last is None and cursor is not None:
                await wait(following.stop, work.pace.idle.total_seconds())
    except _Stopped:
        return
    following.is_done = cursor is None


async def _read(work: Work, following: Following, cursor: Cursor, turns: asyncio.Semaphore) -> Slice | None:
    """Read what comes next; `None` when some of it is gone, and the oldest that is left comes next."""

    async def read() -> Slice:
        async with turns:
            return await work.feed.read(cursor)

    try:
        return await _until_done(work, following, "read", read)
    except Trimmed as trimmed:
        await _note_gap(work, following)
        return Slice((), None, None, None) if trimmed.is_gone else None


async def _note_gap(work: Work, following: Following) -> None:
    """Say loudly that the index lacks what the feed does not keep any more."""
    shard, place = following.lease.shard, following.place
    work.measures.gaps.inc()
    _log.error("records are gone before they were applied: build the index anew", feed=work.feed.name, shard=shard, after=place)
    await _until_done(
        work,
        following,
        "park",
        lambda: parking.park_gap(work.table, work.feed.name, shard, place=place, now=work.clock.now()),
    )


async def _take(work: Work, following: Following, piece: Slice) -> None:
    """Apply what was read, and note how far the shard is then."""
    read_at = work.clock.now()
    following.waiting = len(piece.entries)
    if piece.entries:
        poison = await _until_done(work, following, "apply", lambda: _apply(work, following, piece.entries))
        for each in poison:
            await _park(work, following, each)
        work.measures.records.labels(outcome="parked").inc(len(poison))
        work.measures.records.labels(outcome="applied").inc(len(piece.entries) - len(poison))
    following.place = piece.last or following.place
    following.waiting = 0
    following.complete_until = read_at if piece.until is None else piece.until


async def _apply(work: Work, following: Following, entries: Sequence[Entry]) -> tuple[Poison, ...]:
    await _until_held(work, following)
    projected = project(entries, work.schema.projection)
    return (*projected.poison, *await apply(work.index, projected.steps))


async def _until_held(work: Work, following: Following) -> None:
    """Wait while the lease has run out, as it does when the table cannot be reached: another indexer may have taken it."""
    while not may_apply(following.lease, now=work.clock.now(), term=work.pace.term):
        following.renewed.clear()
        await _either(following.renewed, following.stop)
        if following.stop.is_set():
            raise _Stopped


async def _either(*events: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()


async def _park(work: Work, following: Following, poison: Poison) -> None:
    shard = following.lease.shard
    _log.error(
        "a record is parked: the index did not take it",
        feed=work.feed.name,
        shard=shard,
        sequence=poison.entry.sequence,
        error=poison.error.partition(":")[0],
    )
    await _until_done(work, following, "park", lambda: parking.park(work.table, work.feed.name, shard, poison, now=work.clock.now()))


async def _until_done(work: Work, following: Following, call: str, attempt: Callable[[], Awaitable[T]]) -> T:
    """Try again and again, more and more slowly; raises `Trimmed`, and `_Stopped` when it has not succeeded until told to stop."""
    failures = 0
    while True:
        try:
            return await attempt()
        except Trimmed:
            raise
        except StoreError as error:
            failures += 1
            reason = "throttled" if isinstance(error, Throttled) else "unavailable"
            work.measures.failures.labels(call=call, reason=reason).inc()
            _log.warning("tried again later", call=call, shard=following.lease.shard, error=type(error).__name__, failures=failures)
        await wait(following.stop, pause(work.pace.backoff, failures, work.chance()))
        if following.stop.is_set():
            raise _Stopped
