"""The port of the change feed: what was written to the table, in the order of each item, for an index that follows the table."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias

from store.errors import StoreError
from store.values import Item, Key


class Shard(NamedTuple):
    """A part of the feed; changes of one item are in one shard until it is split, and then in one of its children."""

    id: str
    parent: str | None
    """The shard that this one goes on from, all of which comes before it; it may be gone by now."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to read on in a shard."""

    shard: str
    after: str | None = None
    """The sequence of the last record that was read; `None` begins at the oldest that is kept."""
    token: str | None = None
    """Where the engine itself goes on, as long as it remembers that."""


class Record(NamedTuple):
    """A change of an item: it was made without an old one, and removed without a new one."""

    sequence: str
    key: Key
    old: Item | None
    new: Item | None
    written_at: datetime


class Unreadable(NamedTuple):
    """A change of something that is no item as this service writes them."""

    sequence: str
    key: Key | None
    error: str
    written_at: datetime


Entry: TypeAlias = Record | Unreadable


class Slice(NamedTuple):
    """Some entries in their order, and where those after them are."""

    entries: tuple[Entry, ...]
    last: str | None
    """The sequence up to which the shard was read, what is of no interest included; `None` when nothing was."""
    until: datetime | None
    """When the last change was written that was read; `None` when there was none."""
    next: Cursor | None
    """`None` at the end of a shard that nothing is added to any more."""


class Trimmed(StoreError):
    """What follows a cursor is not kept any more: something was missed."""

    def __init__(self, shard: str, *, is_gone: bool) -> None:
        super().__init__("a part of the change feed is not kept any more")
        self.shard = shard
        self.is_gone = is_gone
        """Nothing at all is left of the shard."""


class ChangeFeed(Protocol):
    """The changes of the items that an index is made of, for about a day; each at least once, those of one item in their order."""

    @property
    def name(self) -> str:
        """Return what tells this feed from every other, also from an earlier one of the same table."""

    async def shards(self) -> tuple[Shard, ...]:
        """List the shards that something is left of; raises `Throttled` and `Unavailable`."""

    async def read(self, cursor: Cursor) -> Slice:
        """Read what comes next, which may be nothing for now; raises `Trimmed`, `Throttled` and `Unavailable`."""

    async def close(self) -> None:
        """Let go of the engine."""
