"""Pure writes of the leases of a feed."""

from db_model import change
from db_model.change import Change
from db_model.feed_leases.facet import FACET
from db_model.feed_leases.types import FeedLease


def add(lease: FeedLease) -> Change:
    """Write the first lease of a shard; the commit is a conflict when another indexer was first."""
    return change.add(FACET, lease)


def update(old: FeedLease, new: FeedLease) -> Change:
    """Write what became of a lease; the commit is a conflict when it is no longer as it was read."""
    return change.update(FACET, old, new)
