"""Where the leases of a feed's shards live."""

from datetime import datetime, timedelta

from db_model import parts
from db_model.codec import Codec
from db_model.facet import Facet
from db_model.feed_leases.types import FeedLease
from store.values import Key, Prefix

FEED = "FEED"
TAG = "SHARD"
KEPT_AFTER_ITS_END = timedelta(days=3)
"""Longer than a feed lists a shard that has ended: one whose lease is gone too early would be read again."""
KEPT_UNFOLLOWED = timedelta(days=90)
"""Whoever follows a feed again after so long is not told which shards lack records; that all of them may is told then."""


def key(feed: str, shard: str) -> Key:
    """Who follows this shard?"""
    return Key(parts.join(FEED, feed), parts.join(TAG, shard))


def of_feed(feed: str) -> Prefix:
    """Which shards of this feed does anybody follow, or did?"""
    return Prefix(parts.join(FEED, feed), parts.beginning(TAG))


def _expires_at(lease: FeedLease) -> datetime:
    """Let go of a lease some days after the end of its shard, and of what belongs to a feed that is no more."""
    return lease.until + (KEPT_AFTER_ITS_END if lease.is_done else KEPT_UNFOLLOWED)


FACET = Facet[FeedLease](
    name="feed_leases",
    codec=Codec(FeedLease),
    key=lambda lease: key(lease.feed, lease.shard),
    version=lambda lease: lease.version,
    indexes=lambda _: {},
    expires_at=_expires_at,
)
