"""A change feed in memory: shards that a test fills, splits and lets go of, and failures that it plans."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from store.errors import StoreError
from store.feed import Cursor, Entry, Record, Shard, Slice, Trimmed
from store.values import Item, Key


@dataclass(slots=True)
class _Part:
    """A shard, its entries, and how many of them are let go of."""

    shard: Shard
    entries: list[Entry] = field(default_factory=list)
    trimmed: int = 0
    is_closed: bool = False


@dataclass(slots=True)
class MemoryFeed:
    """A feed of one table; what is written goes to the shard that its key falls into."""

    now: Callable[[], datetime]
    name: str = "memory"
    page: int = 10
    parts: dict[str, _Part] = field(default_factory=dict)
    failures: list[StoreError] = field(default_factory=list)
    """Raised by the next reads, one each."""
    reads: list[Cursor] = field(default_factory=list)
    numbers: int = 0

    def begin(self, *shards: str) -> None:
        """Open shards without parents."""
        for shard in shards:
            self.parts[shard] = _Part(Shard(shard, None))

    def split(self, shard: str, *children: str) -> None:
        """Close a shard, and go on in its children."""
        self.parts[shard].is_closed = True
        for child in children:
            self.parts[child] = _Part(Shard(child, shard))

    def write(self, key: Key, old: Item | None, new: Item | None) -> None:
        """Add the record of a change to an open shard, always the same of a key."""
        open_parts = [part for part in self.parts.values() if not part.is_closed]
        self.add(open_parts[sum(key.partition.encode()) % len(open_parts)].shard.id, Record(self.sequence(), key, old, new, self.now()))

    def sequence(self) -> str:
        """Return the next sequence."""
        self.numbers += 1
        return f"{self.numbers:08d}"

    def add(self, shard: str, entry: Entry) -> None:
        """Add an entry as it is."""
        self.parts[shard].entries.append(entry)

    def trim(self, shard: str, number: int) -> None:
        """Let go of so many of the oldest entries that a shard had from its beginning."""
        self.parts[shard].trimmed = number

    def let_go(self, shard: str) -> None:
        """Forget that a shard ever was."""
        del self.parts[shard]

    async def shards(self) -> tuple[Shard, ...]:
        """List the shards."""
        return tuple(part.shard for part in self.parts.values())

    async def read(self, cursor: Cursor) -> Slice:
        """Read a page; a place is how many entries come before it, so that a record may come twice."""
        self.reads.append(cursor)
        if self.failures:
            raise self.failures.pop(0)
        part = self.parts.get(cursor.shard)
        if part is None:
            raise Trimmed(cursor.shard, is_gone=True)
        start = part.trimmed if cursor.after is None else int(cursor.after)
        if start < part.trimmed:
            raise Trimmed(cursor.shard, is_gone=False)
        entries = tuple(part.entries[start : start + self.page])
        end = start + len(entries)
        return Slice(
            entries=entries,
            last=str(end) if entries else None,
            until=entries[-1].written_at if entries else None,
            next=None if part.is_closed and end == len(part.entries) else Cursor(cursor.shard, str(end) if entries else cursor.after),
        )

    async def close(self) -> None:
        """Do nothing."""
