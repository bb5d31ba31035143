"""Reads of the leases of a feed."""

from datetime import datetime

from db_model import reads
from db_model.facet import to_entity
from db_model.feed_leases import facet
from db_model.feed_leases.types import FeedLease
from store.table import Table, iterate


async def of_feed(table: Table, feed: str, *, now: datetime) -> tuple[FeedLease, ...]:
    """Read the leases of all shards; there are as many as the feed lists, and those that ended lately."""
    items = [item async for item in iterate(table, reads.under(None, facet.of_feed(feed)))]
    found = (to_entity(facet.FACET, item, now) for item in items)
    return tuple(lease for lease in found if lease is not None)


async def get(table: Table, feed: str, shard: str, *, now: datetime) -> FeedLease | None:
    """Read a lease as it is at this moment, not as it was shortly before."""
    key = facet.key(feed, shard)
    return to_entity(facet.FACET, (await table.get_many((key,), consistent=True)).get(key), now)
