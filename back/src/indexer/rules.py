"""Who follows which shard, and when: pure rules on what is listed and leased; conditional writes see to it that one indexer wins."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from db_model.feed_leases.types import FeedLease
from store.feed import Shard

KEPT = timedelta(hours=24)
"""How long a feed keeps a record."""


class Term(NamedTuple):
    """How long a lease holds unless it is renewed, and how far the clocks of two machines may differ."""

    lasts: timedelta = timedelta(seconds=20)
    skew: timedelta = timedelta(seconds=2)
    """The holder ends by its clock so much earlier, and others wait by theirs so much longer."""


def is_held(lease: FeedLease | None, *, now: datetime, term: Term) -> bool:
    """Tell whether somebody may still be at work on a shard."""
    return lease is not None and lease.holder is not None and not lease.is_done and now < lease.until + term.skew


def may_apply(lease: FeedLease, *, now: datetime, term: Term) -> bool:
    """Tell the holder of a lease whether it still holds."""
    return now < lease.until - term.skew


def readable(shards: Sequence[Shard], leases: Sequence[FeedLease]) -> tuple[Shard, ...]:
    """Return the shards whose turn has come: they are not done, and nothing is left to do of their parents."""
    done = {lease.shard for lease in leases if lease.is_done}
    unfinished = {shard.id for shard in shards} | {lease.shard for lease in leases}
    return tuple(shard for shard in shards if shard.id not in done and shard.parent not in unfinished - done)


def lost(shards: Sequence[Shard], leases: Sequence[FeedLease]) -> tuple[FeedLease, ...]:
    """Return the leases of shards that are gone before they were read to their end; the shards were listed after the leases were read."""
    listed = {shard.id for shard in shards}
    return tuple(lease for lease in leases if not lease.is_done and lease.shard not in listed)


def may_lack(lease: FeedLease | None, *, now: datetime) -> bool:
    """Tell whether a shard may have lost records that nobody has seen: it was left for as long as a feed keeps any, before the first.

    Of one that was left after a record, the feed itself tells.
    """
    return lease is not None and lease.place is None and now - lease.until > KEPT


def to_take(shards: Sequence[Shard], leases: Sequence[FeedLease], *, me: str, now: datetime, term: Term) -> tuple[Shard, ...]:
    """Return the shards that an indexer should try to take: of those that nobody holds as many as it lacks of its share."""
    turn, by_shard = readable(shards, leases), {lease.shard: lease for lease in leases}
    held = _owners([by_shard[shard.id] for shard in turn if is_held(by_shard.get(shard.id), now=now, term=term)])
    free = [shard for shard in turn if not is_held(by_shard.get(shard.id), now=now, term=term)]
    share = -(-len(turn) // len({me, *held}))
    return tuple(free[: max(share - held[me], 0)])


def to_want(shards: Sequence[Shard], leases: Sequence[FeedLease], *, me: str, now: datetime, term: Term) -> FeedLease | None:
    """Return a lease that an indexer should ask for: of the holder that has most, if that one has at least two more."""
    turn = {shard.id for shard in readable(shards, leases)}
    held = [lease for lease in leases if lease.shard in turn and is_held(lease, now=now, term=term)]
    counts = _owners(held)
    if not counts:
        return None
    most = max(counts, key=lambda holder: (counts[holder], holder))
    theirs = [lease for lease in held if lease.holder == most and lease.wanted_by is None]
    return theirs[-1] if theirs and counts[most] >= counts[me] + 2 else None


def _owners(leases: Sequence[FeedLease]) -> Counter[str]:
    """Count leases by whoever will have them: who asked for one counts as its holder."""
    return Counter(lease.wanted_by or lease.holder or "" for lease in leases)


def taken(lease: FeedLease | None, *, feed: str, shard: str, me: str, now: datetime, term: Term) -> FeedLease:
    """Return the lease of an indexer that takes a shard, which goes on where it was left."""
    before = lease or FeedLease(feed=feed, shard=shard, until=now)
    return before._replace(holder=me, wanted_by=None, until=now + term.lasts)


def wanted(lease: FeedLease, *, me: str) -> FeedLease:
    """Return a lease that its holder is asked for."""
    return lease._replace(wanted_by=me)


def renewed(lease: FeedLease, *, place: str | None, now: datetime, term: Term) -> FeedLease:
    """Return a lease that holds on, with how far its shard was applied."""
    return lease._replace(place=place, until=now + term.lasts)


def handed_over(lease: FeedLease, *, place: str | None, now: datetime, term: Term) -> FeedLease:
    """Return a lease that goes to whoever asked for it, and to nobody if nobody did; its holder has stopped."""
    return lease._replace(place=place, holder=lease.wanted_by, wanted_by=None, until=now + term.lasts)


def ended(lease: FeedLease, *, place: str | None, now: datetime) -> FeedLease:
    """Return the lease of a shard that was applied to its end."""
    return lease._replace(place=place, holder=None, wanted_by=None, until=now, is_done=True)
