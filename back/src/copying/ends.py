"""The two ends of a copy."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from store.blobs import Blobs
from store.scan import Scan
from store.table import Table
from store.values import Item, Key


class Source(NamedTuple):
    """A store that is read and never written."""

    name: str
    """What tells it from others."""
    scan: Scan
    get_many: Callable[[Collection[Key]], Awaitable[Mapping[Key, Item]]]
    blobs: Blobs


class Target(NamedTuple):
    """A store that becomes a copy."""

    name: str
    scan: Scan
    table: Table
    put: Callable[[Sequence[Item]], Awaitable[None]]
    """Writes any number of items, whatever lives at their keys, not all at once, and all of them before it returns."""
    blobs: Blobs
