"""The store past one machine in a test: one table, bucket, queue and set of indexes for each process, empty when a test begins.

Where the engines are, the environment says. The index follows the table's stream as an indexer makes it follow, but before each question
instead of by and by, so that a test finds what it wrote.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.session import Session

from aws_stub import REGION, new_name, stub_services
from composition.distributed import open_distributed, open_stream, to_cluster, to_table_place
from db_model.search import SEARCH
from dynamo_engine import credentials
from dynamodb.connection import connect
from dynamodb.creation import create_table
from dynamodb.items import TABLE
from dynamodb.stream import StreamFeed
from s3.bucket import create_bucket
from s3.connection import Place as BucketPlace
from search.building import build
from search.client import connect as connect_index
from search_engine import no_items
from settings import Amazon, SearchEngine, Settings, StoreKind
from settings.keys import new_keys
from sqs.connection import Place as QueuePlace
from sqs.creation import create_queues
from store import Store
from store.blobs import Blobs
from store.feed import Cursor, Record
from store.index import Aggregate, Bucket, Hits, Operation, Search
from store.seen import Written, from_position
from store.values import Change, Position

VARIABLE = "INTEGRATES_TEST_STORE"
_SECONDS = 20
_AT_ONCE = 25


def is_distributed() -> bool:
    """Tell whether the whole service is tested on the store past one machine."""
    return os.environ.get(VARIABLE) == StoreKind.AWS


@dataclass(slots=True)
class _Made:
    """What this process has made for its tests, once."""

    name: str = field(default_factory=new_name)
    keys: str = field(default_factory=lambda: new_keys().decode())
    is_made: bool = False
    has_documents: bool = False


@cache
def _made() -> _Made:
    return _Made()


@contextmanager
def distributed_settings(folder: Path) -> Iterator[dict[str, Any]]:
    """Give the settings of the store of this process, with credentials around that are good for nothing."""
    made = _made()
    with stub_services() as services, credentials():
        yield {
            "data": folder / "data",
            "store": StoreKind.AWS,
            "keys": made.keys,
            "search": SearchEngine(url=os.environ["INTEGRATES_TEST_OPENSEARCH"], prefix=made.name),
            "aws": Amazon(
                region=REGION,
                endpoint=services,
                dynamodb=os.environ["INTEGRATES_TEST_DYNAMODB"],
                table=made.name,
                bucket=made.name,
                queue=made.name,
            ),
        }


@asynccontextmanager
async def distributed_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the store of this process, emptied, whose index finds whatever was written before it is asked."""
    if not _made().is_made:
        await _make(settings)
    store = await open_distributed(settings)
    await _empty(settings, store.blobs)
    async with open_stream(settings) as feed:
        assert isinstance(feed, StreamFeed)
        state = _State(store, feed, await _ends(feed))
        # Applied with a refresh: a test asks at once.
        index = replace(store.index, refreshes=True)  # type: ignore[type-var] # it is the dataclass of the adapter
        state.store = replace(store, index=index)
        yield replace(store, table=_Table(state), index=_Index(state))  # type: ignore[arg-type] # the rest is looked up


async def _make(settings: Settings) -> None:
    made, place = _made(), settings.aws
    await create_table(to_table_place(settings))
    await create_bucket(place.bucket, BucketPlace(region=place.region, endpoint=place.endpoint))
    await create_queues(place.queue, QueuePlace(region=place.region, endpoint=place.endpoint))
    client = connect_index(to_cluster(settings))
    try:
        await build(client, made.name, SEARCH, no_items(), names=[collection.name for collection in SEARCH.collections])
        # Tests write the same ids at the same versions again and again: what is removed must be forgotten at once.
        await client.indices.put_settings(index=f"{made.name}-*", body={"index": {"gc_deletes": "0s"}})
    finally:
        await client.close()
    made.is_made = True


async def _empty(settings: Settings, blobs: Blobs) -> None:
    """Remove every item, every file and every document."""
    async with connect(to_table_place(settings)) as client:
        found = await client.scan(TableName=settings.aws.table, ProjectionExpression=", ".join(TABLE))
        while items := found["Items"]:
            for start in range(0, len(items), _AT_ONCE):
                removals = [{"DeleteRequest": {"Key": item}} for item in items[start : start + _AT_ONCE]]
                await client.batch_write_item(RequestItems={settings.aws.table: removals})  # type: ignore[dict-item] # keys as they came
            found = await client.scan(TableName=settings.aws.table, ProjectionExpression=", ".join(TABLE))
    async for blob in blobs.list():
        await blobs.collect(blob.digest, before=datetime.now(UTC) + timedelta(days=1))
    if _made().has_documents:
        index = connect_index(to_cluster(settings))
        try:
            await index.delete_by_query(
                index=f"{settings.search.prefix}-*", body={"query": {"match_all": {}}}, params={"refresh": "true", "conflicts": "proceed"}
            )
        finally:
            await index.close()
        _made().has_documents = False


async def _ends(feed: StreamFeed) -> tuple[Cursor, ...]:
    """Return where what is written from now on will be."""
    found = await feed.client.describe_stream(StreamArn=feed.arn)
    shards = [shard["ShardId"] for shard in found["StreamDescription"]["Shards"]]
    iterators = [await feed.client.get_shard_iterator(StreamArn=feed.arn, ShardId=shard, ShardIteratorType="LATEST") for shard in shards]
    return tuple(Cursor(shard, token=found["ShardIterator"]) for shard, found in zip(shards, iterators, strict=True))


@dataclass(slots=True)
class _State:
    """How far the index of a test has followed the table."""

    store: Store
    feed: StreamFeed
    cursors: tuple[Cursor, ...]
    written: set[Written] = field(default_factory=set)
    pending: set[Written] = field(default_factory=set)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def catch_up(self) -> None:
        """Apply what the stream tells of all that the test has written."""
        async with self.lock, asyncio.timeout(_SECONDS):
            while self.pending:
                await self._read()

    async def _read(self) -> None:
        operations: list[Operation] = []
        after: list[Cursor] = []
        for cursor in self.cursors:
            found = await self.feed.read(cursor)
            for entry in found.entries:
                assert isinstance(entry, Record), entry
                known = _written(entry)
                # Others are removals of what an earlier test left.
                if known in self.written:
                    operations += SEARCH.projection(entry.key, entry.old, entry.new)
                    self.pending.discard(known)
            after += [found.next] if found.next else []
        self.cursors = tuple(after)
        if operations:
            _made().has_documents = True
            await self.store.index.apply(operations)


def _written(record: Record) -> Written:
    known = record.new or record.old
    assert known is not None
    return Written(record.key, known.version, is_removed=record.new is None)


@dataclass(slots=True)
class _Table:
    state: _State

    def __getattr__(self, name: str) -> object:
        return getattr(self.state.store.table, name)

    async def write(self, changes: Sequence[Change]) -> Position:
        position = await self.state.store.table.write(changes)
        written = set(from_position(position))
        self.state.written |= written
        self.state.pending |= written
        return position


@dataclass(slots=True)
class _Index:
    state: _State

    def __getattr__(self, name: str) -> object:
        return getattr(self.state.store.index, name)

    async def search(self, request: Search) -> Hits:
        await self.state.catch_up()
        return await self.state.store.index.search(request)

    async def search_many(self, requests: Sequence[Search]) -> Sequence[Hits]:
        await self.state.catch_up()
        return await self.state.store.index.search_many(requests)

    async def aggregate(self, request: Aggregate) -> tuple[Bucket, ...]:
        await self.state.catch_up()
        return await self.state.store.index.aggregate(request)

    async def aggregate_many(self, requests: Sequence[Aggregate]) -> Sequence[tuple[Bucket, ...]]:
        await self.state.catch_up()
        return await self.state.store.index.aggregate_many(requests)

    async def wait_for(self, position: Position, within: timedelta) -> None:
        await self.state.catch_up()
        await self.state.store.index.wait_for(position, within)


def rows_of(settings: Settings) -> frozenset[tuple[object, ...]]:
    """Return all that is stored: a number that says nothing, the two keys, and the rest."""
    client = _client(settings.aws.dynamodb)
    pages = client.get_paginator("scan").paginate(TableName=settings.aws.table, ConsistentRead=True)
    return frozenset(
        (0, item["pk"]["S"], item["sk"]["S"], *(repr(item[name]) for name in sorted(item.keys() - set(TABLE))))
        for page in pages
        for item in page["Items"]
    )


@cache
def _client(address: str) -> Any:
    """Return a client that blocks, for looks between requests."""
    return Session().create_client(
        "dynamodb",
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 2}),
    )
