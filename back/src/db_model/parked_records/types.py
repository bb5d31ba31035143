"""The parked record."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class ParkedKind(StrEnum):
    """What an operator can do about it."""

    GAP = "GAP"
    """The feed let go of records before they were applied: only building the index anew brings back what they said."""
    RECORD = "RECORD"
    """One record; it can be replayed once its cause is gone."""


class OldItem(NamedTuple):
    """What a removed item was, as its removal from the index follows from it."""

    last_version: int
    attributes: Mapping[str, object]


class ParkedRecord(NamedTuple):
    """What the index lacks, and why."""

    id: str
    kind: ParkedKind
    feed: str
    shard: str
    error: str
    parked_at: datetime
    sequence: str | None = None
    """Of a gap, the last record before it."""
    partition: str | None = None
    """With `sort`, the key of the item; a gap has none, nor has what nobody can read."""
    sort: str | None = None
    written_at: datetime | None = None
    old: OldItem | None = None
    """Of a removal, unless it is too large to be kept twice."""
    version: int = 1
