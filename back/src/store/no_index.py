"""The index of a store that has no collections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from store.errors import InvalidValue
from store.index import Aggregate, Bucket, Hits, Index, Operation, Search
from store.values import Position


@dataclass(frozen=True, slots=True)
class _NoIndex:
    async def search(self, request: Search) -> Hits:
        raise _unknown(request.collection)

    async def search_many(self, requests: Sequence[Search]) -> Sequence[Hits]:
        return tuple([await self.search(request) for request in requests])

    async def aggregate(self, request: Aggregate) -> tuple[Bucket, ...]:
        raise _unknown(request.collection)

    async def aggregate_many(self, requests: Sequence[Aggregate]) -> Sequence[tuple[Bucket, ...]]:
        return tuple([await self.aggregate(request) for request in requests])

    async def apply(self, operations: Sequence[Operation]) -> None:
        if operations:
            raise InvalidValue("there are no collections")

    async def wait_for(self, position: Position, within: timedelta) -> None:
        """Return at once: nothing is ever written here."""

    async def check(self) -> None:
        """Do nothing: there are no collections."""

    async def close(self) -> None:
        """Do nothing: nothing is open."""


def no_index() -> Index:
    """Return an index that knows no collection and so refuses every request."""
    return _NoIndex()


def _unknown(collection: str) -> InvalidValue:
    return InvalidValue(f"there is no collection {collection!r}")
