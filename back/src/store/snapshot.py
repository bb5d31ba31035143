"""The port of looking at all that a store holds at one moment, while it goes on; for checks, never for requests."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from store.values import Item, Key


class Derived(StrEnum):
    """What an engine keeps beside the items, and what follows from them."""

    ENGINE = "engine"
    INDEX = "index"
    COUNTERS = "counters"


class Difference(NamedTuple):
    """Something that is not as it follows from the items: where, and what is wrong, in words."""

    kind: Derived
    place: str
    text: str


class Snapshot(Protocol):
    """A store as it was at one moment; its calls block."""

    def pages(self) -> Iterator[Sequence[Item]]:
        """Yield every item, expired ones too, in the order of the keys, some at a time."""

    def get_many(self, keys: Collection[Key]) -> Mapping[Key, Item]:
        """Read items by key, any number at once; a missing key is absent from the mapping."""

    def differences(self) -> Iterator[Difference]:
        """Yield what the engine keeps beside the items and is not as it follows from them."""
