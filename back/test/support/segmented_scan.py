"""A scan in several parts, which can fail on the way: what an engine gives that is read by several readers at once."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from store.errors import Unavailable
from store.scan import BEGINNING, ScanPage, from_token, to_token
from store.values import Item, Key

ITEMS_A_PAGE = 7


@dataclass(slots=True)
class SegmentedScan:
    """Items in memory, each in the part that its partition's hash says, in the order of other hashes; `read` are those that were given."""

    items: dict[Key, Item]
    segments: int
    pages_left: int = 1_000_000
    """How many pages are given before the engine is unavailable."""
    read: list[Key] = field(default_factory=list)

    async def pages(self, segment: int = 0, *, after: str = BEGINNING) -> AsyncIterator[ScanPage]:
        """Yield the pages of a part behind a token."""
        if not 0 <= segment < self.segments:
            raise IndexError(segment)
        place = from_token(after)
        beginning = _order(place) if place is not None else ""
        mine = sorted(
            (key for key in self.items if _hash(key.partition) % self.segments == segment and _order(key) > beginning), key=_order
        )
        for start in range(0, len(mine), ITEMS_A_PAGE):
            if self.pages_left == 0:
                raise Unavailable("no more for now")
            self.pages_left -= 1
            keys = mine[start : start + ITEMS_A_PAGE]
            self.read.extend(keys)
            yield ScanPage(tuple(self.items[key] for key in keys), to_token(keys[-1]))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest())


def _order(key: Key) -> str:
    return f"{_hash(key.partition):064x}{key.sort}"
