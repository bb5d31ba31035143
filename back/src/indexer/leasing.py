"""Leases as they are written: each step is one conditional write, and whoever loses a race has lost the lease, or never had it."""

from collections.abc import Callable

from clock import Clock
from db_model.commit import write
from db_model.feed_leases import reads
from db_model.feed_leases import writes as leases_model
from db_model.feed_leases.types import FeedLease
from store.errors import Conflict
from store.table import Table

_TRIES = 3


async def claim(table: Table, old: FeedLease | None, new: FeedLease) -> FeedLease | None:
    """Write a lease that nobody holds, or a wish for one; `None` when another indexer was first."""
    try:
        await write(table, (leases_model.add(new) if old is None else leases_model.update(old, new),))
    except Conflict:
        return None
    return new if old is None else new._replace(version=old.version + 1)


async def step(table: Table, clock: Clock, lease: FeedLease, *, me: str, change: Callable[[FeedLease], FeedLease]) -> FeedLease | None:
    """Write what becomes of a lease that an indexer holds, also when somebody asked for it meanwhile; `None` when it holds it no more."""
    for _ in range(_TRIES):
        written = await claim(table, lease, change(lease))
        if written is not None:
            return written
        found = await reads.get(table, lease.feed, lease.shard, now=clock.now())
        if found is None or found.holder != me:
            return None
        lease = found
    return None
