"""The loop of an indexer: it takes its share of the shards, has each followed, renews what it holds, and gives it back at the end."""

import asyncio
import secrets
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import structlog

from db_model.feed_leases import reads
from db_model.feed_leases.types import FeedLease
from indexer import leasing, parking, rules
from indexer.following import follow
from indexer.pauses import wait
from indexer.work import Following, Work, lag_of
from store.errors import StoreError
from store.feed import Shard

_log = structlog.get_logger("indexer")
T = TypeVar("T")


@dataclass(slots=True)
class _Held:
    """A shard that is followed, and the task that does it."""

    following: Following
    task: asyncio.Task[None]


@dataclass(slots=True)
class _State:
    """What an indexer knows from one round to the next; only its loop changes it."""

    me: str
    turns: asyncio.Semaphore
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    held: dict[str, _Held] = field(default_factory=dict)
    shards: tuple[Shard, ...] = ()
    listed_at: datetime | None = None
    """`None` when the shards have to be listed anew."""


async def index(work: Work, stop: asyncio.Event) -> None:
    """Apply the feed to the index until told to stop; then batches are finished, and what is held is given back with its place."""
    state = _State(me=secrets.token_hex(8), turns=asyncio.Semaphore(work.pace.reads_at_once))
    stopping = asyncio.create_task(_wake_at(stop, state.wake))
    try:
        while not stop.is_set():
            state.wake.clear()
            try:
                await _round(work, state)
            except StoreError as error:
                work.measures.failures.labels(call="lease", reason="unavailable").inc()
                _log.warning("leases were not looked at", error=type(error).__name__)
            _measure(work, state)
            # Indexers that were started together need not look together.
            await wait(state.wake, work.pace.between_rounds.total_seconds() * (1 - work.chance() / 4))
    finally:
        stopping.cancel()
        await _end(work, state)


async def _wake_at(stop: asyncio.Event, wake: asyncio.Event) -> None:
    await stop.wait()
    wake.set()


async def _round(work: Work, state: _State) -> None:
    """Look at the leases once, and do what follows from them."""
    now = work.clock.now()
    leases = {lease.shard: lease for lease in await reads.of_feed(work.table, work.feed.name, now=now)}
    if state.listed_at is None and not leases:
        _log.warning("this feed was never followed: the index has to be built after it began", feed=work.feed.name)
    await _list(work, state, leases)
    tended = await _all([_tend(work, state, shard, leases.get(shard)) for shard in tuple(state.held)])
    leases |= {lease.shard: lease for lease in tended if lease is not None}
    await _close_lost(work, state, leases)
    await _take(work, state, leases)
    for lease in leases.values():
        if lease.holder == state.me and lease.shard not in state.held:
            _start(work, state, lease)


async def _all(steps: Sequence[Coroutine[None, None, T]]) -> list[T]:
    """Take steps at once and return what they do when all have ended; raises the first error of any."""
    results = await asyncio.gather(*steps, return_exceptions=True)
    for error in results:
        if isinstance(error, BaseException):
            raise error
    return [result for result in results if not isinstance(result, BaseException)]


async def _list(work: Work, state: _State, leases: Mapping[str, FeedLease]) -> None:
    """List the shards when it is time to, or when somebody else has leased one that is not known here."""
    now = work.clock.now()
    is_due = state.listed_at is None or not now - work.pace.between_lists < state.listed_at <= now
    if is_due or any(not lease.is_done for lease in rules.lost(state.shards, tuple(leases.values()))):
        state.shards, state.listed_at = await work.feed.shards(), now


async def _tend(work: Work, state: _State, shard: str, found: FeedLease | None) -> FeedLease | None:
    """Renew a lease that is held, or write how it ends; returns it as it is then, `None` when it is another's."""
    held = state.held[shard]
    following = held.following
    # What was read may be older than what was written here.
    lease = found if found is not None and found.version > following.lease.version else following.lease
    if lease.holder != state.me:
        _drop(state, shard)
        return None
    is_over = held.task.done()
    if lease.wanted_by is not None:
        following.stop.set()
    written = await leasing.step(work.table, work.clock, lease, me=state.me, change=lambda old: _next(work, following, old, is_over))
    if written is None:
        _drop(state, shard)
        return None
    following.lease = written
    following.renewed.set()
    if is_over:
        del state.held[shard]
        _log.info("shard is left", shard=shard, done=written.is_done, to=written.holder, place=written.place)
        if written.is_done:
            # Its children may be followed now.
            state.listed_at = None
            state.wake.set()
    return written


def _next(work: Work, following: Following, lease: FeedLease, is_over: bool) -> FeedLease:  # noqa: FBT001 -- a fact of the caller
    now = work.clock.now()
    if not is_over:
        return rules.renewed(lease, place=following.place, now=now, term=work.pace.term)
    if following.is_done:
        return rules.ended(lease, place=following.place, now=now)
    return rules.handed_over(lease, place=following.place, now=now, term=work.pace.term)


def _drop(state: _State, shard: str) -> None:
    """Stop following what another indexer has."""
    held = state.held.pop(shard)
    held.following.stop.set()
    held.task.cancel()
    _log.warning("a lease was lost", shard=shard)


async def _close_lost(work: Work, state: _State, leases: dict[str, FeedLease]) -> None:
    """Note that shards are gone that were not read to their end, so that their children are not waited for any longer."""
    now = work.clock.now()
    for lease in rules.lost(state.shards, tuple(leases.values())):
        if state.listed_at is None or rules.is_held(lease, now=now, term=work.pace.term):
            continue
        await _note_gap(work, lease)
        _note(leases, await leasing.claim(work.table, lease, rules.ended(lease, place=lease.place, now=now)))


async def _note_gap(work: Work, lease: FeedLease) -> None:
    """Say loudly that the index lacks what the feed let go of."""
    work.measures.gaps.inc()
    _log.error("records are gone before they were applied: build the index anew", feed=lease.feed, shard=lease.shard, after=lease.place)
    await parking.park_gap(work.table, lease.feed, lease.shard, place=lease.place, now=work.clock.now())


async def _take(work: Work, state: _State, leases: dict[str, FeedLease]) -> None:
    """Take free shards up to a fair share; when there are none, ask for one of who has most."""
    now, term, known = work.clock.now(), work.pace.term, tuple(leases.values())
    free = rules.to_take(state.shards, known, me=state.me, now=now, term=term)
    for shard in free:
        old = leases.get(shard.id)
        new = rules.taken(old, feed=work.feed.name, shard=shard.id, me=state.me, now=now, term=term)
        taken = await leasing.claim(work.table, old, new)
        _note(leases, taken)
        if taken is not None and old is not None and rules.may_lack(old, now=now):
            await _note_gap(work, old)
    other = None if free else rules.to_want(state.shards, known, me=state.me, now=now, term=term)
    if other is not None:
        _note(leases, await leasing.claim(work.table, other, rules.wanted(other, me=state.me)))
    turn = rules.readable(state.shards, tuple(leases.values()))
    work.measures.unheld.set(sum(1 for shard in turn if not rules.is_held(leases.get(shard.id), now=now, term=term)))


def _note(leases: dict[str, FeedLease], written: FeedLease | None) -> None:
    """Note a lease as it was written, unless another indexer was first."""
    if written is not None:
        leases[written.shard] = written


def _start(work: Work, state: _State, lease: FeedLease) -> None:
    """Follow a shard whose lease is held from now on."""
    following = Following(lease=lease, place=lease.place)
    task = asyncio.create_task(_follow(work, state, following))
    task.add_done_callback(lambda _: state.wake.set())
    state.held[lease.shard] = _Held(following, task)
    _log.info("shard is followed", shard=lease.shard, place=lease.place)


async def _follow(work: Work, state: _State, following: Following) -> None:
    """Follow a shard; one that this fails for in a way that nobody thought of is left alone for a while."""
    try:
        await follow(work, following, state.turns)
    except Exception as error:  # noqa: BLE001 -- the other shards go on
        work.measures.failures.labels(call="follow", reason="unexpected").inc()
        _log.error("a shard could not be followed", shard=following.lease.shard, exc_info=error)
        await wait(following.stop, work.pace.backoff.longest)


async def _end(work: Work, state: _State) -> None:
    """Let batches end that have begun, and give back every lease with how far its shard is."""
    tasks = [held.task for held in state.held.values()]
    for held in state.held.values():
        held.following.stop.set()
    if tasks:
        _, unfinished = await asyncio.wait(tasks, timeout=work.pace.to_stop.total_seconds())
        await _cut_off(tuple(unfinished))
    results = await asyncio.gather(*(_tend(work, state, shard, None) for shard in tuple(state.held)), return_exceptions=True)
    for error in (each for each in results if isinstance(each, BaseException)):
        # It is free when its lease has run out.
        _log.warning("a lease was not given back", error=type(error).__name__)
    _measure(work, state)


async def _cut_off(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _measure(work: Work, state: _State) -> None:
    now = work.clock.now()
    lags = (lag_of(held.following, now) for held in state.held.values())
    work.measures.lag.set(max((lag for lag in lags if lag is not None), default=0.0))
    work.measures.waiting.set(sum(held.following.waiting for held in state.held.values()))
    work.measures.shards.set(len(state.held))
