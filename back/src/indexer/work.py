"""What an indexer works with, and what it knows of a shard that it follows."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom
from typing import NamedTuple

from clock import Clock
from db_model.feed_leases.types import FeedLease
from indexer.measures import Measures
from indexer.pauses import Backoff, Chance
from indexer.projecting import Target
from indexer.rules import Term
from store.feed import ChangeFeed
from store.index import SearchSchema
from store.table import Table


class Pace(NamedTuple):
    """How often an indexer looks at what, and how long it waits."""

    term: Term = Term()
    between_rounds: timedelta = timedelta(seconds=4)
    """How often leases are looked at and renewed; several fit into a term."""
    between_lists: timedelta = timedelta(seconds=12)
    """How often the shards are listed, besides at the end of one."""
    idle: timedelta = timedelta(milliseconds=250)
    """Between reads of a shard that has nothing new: an engine takes five a second of one shard."""
    backoff: Backoff = Backoff()
    reads_at_once: int = 16
    to_stop: timedelta = timedelta(seconds=10)
    """What batches that have begun get when the process has to end."""


PACE = Pace()


@dataclass(frozen=True, slots=True)
class Work:
    """What an indexer works with."""

    feed: ChangeFeed
    table: Table
    index: Target
    schema: SearchSchema
    clock: Clock
    measures: Measures
    pace: Pace = PACE
    chance: Chance = SystemRandom().random


@dataclass(slots=True)
class Following:
    """A shard that is followed.

    It changes: the task that follows the shard notes how far it is, and the loop what became of the lease.
    """

    lease: FeedLease
    place: str | None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    renewed: asyncio.Event = field(default_factory=asyncio.Event)
    is_done: bool = False
    complete_until: datetime | None = None
    """Everything that was written before is in the index; not known before the first read."""
    waiting: int = 0


def lag_of(following: Following, now: datetime) -> float | None:
    """Return how many seconds the index may be behind on a shard."""
    return None if following.complete_until is None else max((now - following.complete_until).total_seconds(), 0.0)
