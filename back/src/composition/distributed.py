"""The store past one machine: a table of DynamoDB, an index on OpenSearch, files on S3, messages on SQS."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TYPE_CHECKING, NamedTuple

from composition.amazon import Region, open_bucket, open_messages
from composition.not_supported import StoreNotSupported
from composition.unfinished import refuse_unfinished
from db_model.search import SEARCH
from jobs.announcing import announced
from settings import Settings
from store import Store
from store.blobs import Blobs
from store.feed import ChangeFeed
from store.queue import Queue
from store.scan import every_item
from store.values import Item, Key

if TYPE_CHECKING:
    from dynamodb.connection import Place
    from search.client import Cluster


class Names(NamedTuple):
    """What the settings have to name."""

    region: str
    bucket: str
    queue: str


def to_names(settings: Settings) -> Names:
    """Return the names that a distributed store needs; raises `StoreNotSupported` for the first that is missing."""
    for name in Names._fields:
        if not getattr(settings.aws, name):
            raise StoreNotSupported(f"INTEGRATES_AWS__{name.upper()} is required unless the store is local")
    return Names(region=settings.aws.region, bucket=settings.aws.bucket, queue=settings.aws.queue)


def to_table_place(settings: Settings) -> "Place":
    """Return where the table is; raises `StoreNotSupported` without a region."""
    from dynamodb.connection import Place  # noqa: PLC0415 -- an adapter is imported when the settings choose it

    if not settings.aws.region:
        raise StoreNotSupported("INTEGRATES_AWS__REGION is required unless the store is local")
    return Place(region=settings.aws.region, endpoint=settings.aws.dynamodb or settings.aws.endpoint or None, table=settings.aws.table)


def to_cluster(settings: Settings) -> "Cluster":
    """Return where the engine of the index is; raises `StoreNotSupported` when the settings do not say it."""
    from search.client import Cluster  # noqa: PLC0415 -- see above

    if not settings.search.url:
        raise StoreNotSupported("INTEGRATES_SEARCH__URL is required unless the store is local")
    return Cluster(
        url=settings.search.url,
        prefix=settings.search.prefix,
        user=settings.search.user,
        password=settings.search.password,
        region=settings.search.region,
    )


async def open_distributed(settings: Settings) -> Store:
    """Open the table, which tells the queue of new jobs and closes it, the index and the files.

    Raises `StoreNotSupported` for settings that lack something, `UnfinishedCopy`, and what the adapters refuse to start on.
    """
    from dynamodb.table import open_table  # noqa: PLC0415 -- see above
    from search.index import open_index  # noqa: PLC0415 -- see above

    place, cluster = to_table_place(settings), to_cluster(settings)
    to_names(settings)
    async with AsyncExitStack() as opened:
        table = await open_table(place, tags=SEARCH.tags)
        opened.push_async_callback(table.close)
        await refuse_unfinished(table)
        index = open_index(cluster, SEARCH)
        opened.push_async_callback(index.close)
        blobs = await open_files(settings)
        opened.push_async_callback(blobs.close)
        queue = await open_queue_of(settings)
        opened.pop_all()
    return Store(table=announced(table, queue), blobs=blobs, index=index)


def open_stream(settings: Settings) -> AbstractAsyncContextManager[ChangeFeed]:
    """Return what opens the stream of the table: of the items that the index is made from."""
    from dynamodb.feed import open_feed  # noqa: PLC0415 -- see above

    return open_feed(to_table_place(settings), _is_indexed)


def _is_indexed(key: Key) -> bool:
    return key.partition.partition("#")[0] in SEARCH.tags


async def read_table(settings: Settings) -> AsyncIterator[Item]:
    """Read all items of the table, with strong consistency, from when it is first asked."""
    from dynamodb.scan import open_scan  # noqa: PLC0415 -- see above

    scan = await open_scan(to_table_place(settings))
    try:
        async for item in every_item(scan):
            yield item
    finally:
        await scan.close()


async def open_files(settings: Settings) -> Blobs:
    """Open the files of a distributed store."""
    names = to_names(settings)
    return await open_bucket(names.bucket, Region(names.region, settings.aws.s3 or settings.aws.endpoint or None))


async def open_queue_of(settings: Settings) -> Queue:
    """Open the queue of a distributed store."""
    names = to_names(settings)
    return await open_messages(names.queue, Region(names.region, settings.aws.sqs or settings.aws.endpoint or None))
