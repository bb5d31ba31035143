"""The lease of a shard."""

from datetime import datetime
from typing import NamedTuple


class FeedLease(NamedTuple):
    """Who applies a shard of a feed to the index, and up to where that was done."""

    feed: str
    shard: str
    until: datetime
    """Up to when the holder has it; of one that was read to its end, when that was."""
    holder: str | None = None
    """An indexer, by a name of its own for each process."""
    wanted_by: str | None = None
    """An indexer that has fewer shards and asks the holder for this one."""
    place: str | None = None
    """The sequence of the last record that was applied; `None` before the first."""
    is_done: bool = False
    """All of it was applied, so that its children may be."""
    version: int = 1
