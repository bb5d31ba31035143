"""The port of reading every item of a store, some at a time, from wherever a reader stopped; for copies and rebuilt indexes."""

import json
from collections.abc import AsyncIterator
from typing import NamedTuple, Protocol

from store.values import Item, Key

BEGINNING = ""
"""The token of a reader that has not begun."""


class ScanPage(NamedTuple):
    """Items, and the token that a reader goes on from after them."""

    items: tuple[Item, ...]
    token: str


class Scan(Protocol):
    """All items of a store, expired ones too, in parts that can be read beside each other.

    Each page is a new read that holds no snapshot. What is written meanwhile is met or not, but an item that nobody writes is met once.
    """

    @property
    def segments(self) -> int:
        """How many parts there are; a token is good for the same part of as many parts."""

    def pages(self, segment: int = 0, *, after: str = BEGINNING) -> AsyncIterator[ScanPage]:
        """Yield the pages of a part in an order that stays, behind a token; raises `Throttled` and `Unavailable`."""


async def every_item(scan: Scan) -> AsyncIterator[Item]:
    """Yield every item of a store, one part after the other."""
    for segment in range(scan.segments):
        async for page in scan.pages(segment):
            for item in page.items:
                yield item


def to_token(key: Key) -> str:
    """Return the token of a reader whose last item had this key."""
    return json.dumps((key.partition, key.sort), ensure_ascii=False, separators=(",", ":"))


def from_token(token: str) -> Key | None:
    """Undo `to_token`; nothing for a reader that has not begun."""
    return Key(*json.loads(token)) if token != BEGINNING else None
