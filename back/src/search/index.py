"""The port of the index on OpenSearch, which lags behind the table: what is written to the table reaches it by the table's stream."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson
from opensearchpy import AsyncOpenSearch

from search.buckets import ask, next_key, no_buckets, to_buckets
from search.bulk import Entry, send
from search.checks import check_indexes
from search.client import Cluster, connect
from search.documents import Write, fitted, to_write
from search.errors import IndexNotReady, translated
from search.hits import no_hits, to_hits
from search.mapping import Json, properties
from search.names import Named, read_alias
from search.queries import is_empty, page
from search.responses import Found, whole
from search.targets import collections_of, definitions, find_targets, properties_of
from search.waiting import wait_until_seen, wanted
from store.errors import Throttled, Unavailable
from store.index import Aggregate, Bucket, Collection, Hits, Operation, Search, SearchSchema
from store.pauses import Pause, pause_before
from store.search_bounds import check_aggregate, check_collection, check_operation, check_search
from store.seen import from_position
from store.values import Position

_ATTEMPTS = 3
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 1.0


@dataclass(slots=True)
class _Known:
    """What one process has learnt of the engine, a few entries."""

    is_checked: bool = False
    properties: dict[str, Mapping[str, Json]] = field(default_factory=dict)
    """Of indexes of other definitions, by name; those of an index never change while it takes documents."""


@dataclass(frozen=True, slots=True)
class OpenSearchIndex:
    """Documents of the collections in an engine of their own."""

    client: AsyncOpenSearch
    prefix: str
    schema: SearchSchema
    collections: Mapping[str, Collection]
    definitions: Mapping[str, str]
    refreshes: bool = False
    """What is applied can be found at once: for tests, as it costs the engine far more than waiting."""
    pause: Pause = asyncio.sleep
    known: _Known = field(default_factory=_Known)

    async def check(self) -> None:
        """Check that every collection has its index, made as it must be; raises `Unavailable` and `Throttled`.

        An engine that cannot be asked for now is taken to be as it was when it was asked last.
        """
        try:
            await check_indexes(self.client, self.prefix, self.schema)
        except IndexNotReady:
            self.known.is_checked = False
            raise
        except (Throttled, Unavailable):
            if not self.known.is_checked:
                raise
            return
        self.known.is_checked = True

    async def search(self, request: Search) -> Hits:
        """Find a page of hits."""
        (hits,) = await self.search_many((request,))
        return hits

    async def search_many(self, requests: Sequence[Search]) -> Sequence[Hits]:
        """Find several pages in one call, each of its own moment."""
        for request in requests:
            check_search(self.collections, request)
        asked = [request for request in requests if not is_empty(request.scope)]
        bodies = [(request.collection, page(self.collections[request.collection], request)) for request in asked]
        found = iter(await self._ask(bodies))
        return tuple(
            no_hits(request) if is_empty(request.scope) else to_hits(self.collections[request.collection], request, next(found))
            for request in requests
        )

    async def aggregate(self, request: Aggregate) -> tuple[Bucket, ...]:
        """Return the buckets in the order of their keys, absent values last."""
        (buckets,) = await self.aggregate_many((request,))
        return buckets

    async def aggregate_many(self, requests: Sequence[Aggregate]) -> Sequence[tuple[Bucket, ...]]:
        """Answer several aggregations together: in one call, or as many as the longest of them needs."""
        for request in requests:
            check_aggregate(self.collections, request)
        buckets: list[tuple[Bucket, ...]] = [no_buckets(request) if is_empty(request.scope) else () for request in requests]
        left: dict[int, Json | None] = {place: None for place, request in enumerate(requests) if not is_empty(request.scope)}
        while left:
            asked = {place: self.collections[requests[place].collection] for place in left}
            bodies = [(collection.name, ask(collection, requests[place], left[place])) for place, collection in asked.items()]
            found = dict(zip(left, await self._ask(bodies), strict=True))
            for place, collection in asked.items():
                buckets[place] += to_buckets(collection, requests[place], found[place])
            left = {place: after for place in left if (after := next_key(requests[place], found[place])) is not None}
        return tuple(buckets)

    async def apply(self, operations: Sequence[Operation]) -> None:
        """Apply operations to every index of their collections, those that are being filled included.

        What is not taken is tried again for a while; then this raises, and some may be applied.
        """
        for operation in operations:
            check_operation(self.collections, operation)
        if not operations:
            return
        now = datetime.now(UTC)
        writes = [to_write(self.collections, operation, now) for operation in operations]
        targets = await self._targets(writes)
        entries = [
            Entry(target.write_alias, await self._fitted(write, target)) for write in writes for target in targets[write.target.collection]
        ]
        gone = await send(self.client, entries, pause=self.pause, refresh=self.refreshes)
        if gone:
            await self._check_gone([entry.write for entry in gone], frozenset(entry.alias for entry in gone))

    async def wait_for(self, position: Position, within: timedelta) -> None:
        """Wait until the index has seen what was written up to a position, and let searches find it."""
        documents = wanted(self.schema, from_position(position))
        aliases = {name: self._alias(name) for name in self.collections}
        await wait_until_seen(self.client, documents, aliases, seconds=within.total_seconds(), pause=self.pause)

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()

    def _alias(self, collection: str) -> str:
        return read_alias(self.prefix, collection, self.definitions[collection])

    async def _ask(self, bodies: Sequence[tuple[str, Json]]) -> Sequence[Found]:
        """Return the whole answer to each of several searches; raises rather than answering in part."""
        if not bodies:
            return ()
        if not self.known.is_checked:
            await self.check()
        lines: list[object] = []
        for collection, body in bodies:
            lines += [{"index": self._alias(collection), "allow_partial_search_results": False}, body]
        sent = b"".join(orjson.dumps(line) + b"\n" for line in lines)
        return await self._patiently(lambda: self._ask_once(sent))

    async def _ask_once(self, sent: bytes) -> Sequence[Found]:
        with translated():
            answer = await self.client.msearch(body=sent)
        return [whole(found) for found in answer["responses"]]

    async def _patiently(self, act: Callable[[], Awaitable[Sequence[Found]]]) -> Sequence[Found]:
        """Try again, a few times, what the engine takes no more of for now."""
        for attempt in range(1, _ATTEMPTS):
            try:
                return await act()
            except Throttled:
                await self.pause(pause_before(attempt, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE))
        return await act()

    async def _targets(self, writes: Sequence[Write]) -> Mapping[str, Sequence[Named]]:
        """Find the indexes that take the documents, anew each time: one that is being filled must miss none from its beginning on."""
        found = await find_targets(self.client, self.prefix)
        by_collection = {
            name: [target for target in found if target.collection == name] for name in {write.target.collection for write in writes}
        }
        missing = sorted(name for name, targets in by_collection.items() if not targets)
        if missing:
            raise IndexNotReady(f"there is no index of {', '.join(missing)}: run integrates index create")
        return by_collection

    async def _fitted(self, write: Write, target: Named) -> Write:
        """Return what an index keeps of a document: all of it, unless another release made the index."""
        if target.definition == self.definitions[target.collection]:
            return write
        if target.name not in self.known.properties:
            self.known.properties[target.name] = await properties_of(self.client, target.name)
        own = properties(self.collections[target.collection])
        return write._replace(body=fitted(write.body, own, self.known.properties[target.name]))

    async def _check_gone(self, writes: Sequence[Write], aliases: frozenset[str]) -> None:
        """Raise unless the indexes that took nothing were removed meanwhile, and others took it."""
        targets = await self._targets(writes)
        if any(target.write_alias in aliases for found in targets.values() for target in found):
            raise Unavailable("an index did not take documents")


def to_index(client: AsyncOpenSearch, prefix: str, schema: SearchSchema, *, refreshes: bool = False) -> OpenSearchIndex:
    """Return the index of the collections of a schema; raises `InvalidValue` for collections that cannot be."""
    for collection in schema.collections:
        check_collection(collection)
    return OpenSearchIndex(client, prefix, schema, collections_of(schema), definitions(schema), refreshes=refreshes)


def open_index(cluster: Cluster, schema: SearchSchema, *, refreshes: bool = False) -> OpenSearchIndex:
    """Open the index, which connects when it is first used; it is not checked yet. Raises `InvalidValue` and `Unavailable`."""
    return to_index(connect(cluster), cluster.prefix, schema, refreshes=refreshes)
