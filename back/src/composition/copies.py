"""Copying one store to another, whatever engines they are on."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial

from clock import system_clock
from composition.distributed import open_files, to_table_place
from composition.stores import database_file, open_local_blobs
from copying.bulk import put_all
from copying.domain import Copied, copy_store
from copying.ends import Source, Target
from copying.progress import Tell
from copying.refusals import CopyRefused
from db_model.search import SEARCH
from settings import Settings, StoreKind


async def copy(source: Settings, target: Settings, tell: Tell) -> Copied:
    """Copy the store of some settings to that of others; raises what `copy_store` does, and what the engines refuse to start on."""
    if name_of(source) == name_of(target):
        raise CopyRefused(f"{name_of(source)} cannot be copied to itself")
    clock = system_clock()
    async with _open_source(source) as reading, _open_target(target) as writing:
        return await copy_store(reading, writing, tell, now=clock.now)


def name_of(settings: Settings) -> str:
    """Return what tells a store from others."""
    if settings.store is StoreKind.LOCAL:
        return f"local:{settings.data.resolve()}"
    return f"aws:{settings.aws.dynamodb or settings.aws.endpoint or settings.aws.region}/{settings.aws.table}"


def _open_source(settings: Settings) -> AbstractAsyncContextManager[Source]:
    return _open_local_source(settings) if settings.store is StoreKind.LOCAL else _open_distributed_source(settings)


def _open_target(settings: Settings) -> AbstractAsyncContextManager[Target]:
    return _open_local_target(settings) if settings.store is StoreKind.LOCAL else _open_distributed_target(settings)


@asynccontextmanager
async def _open_local_source(settings: Settings) -> AsyncIterator[Source]:
    from sqlite.scan import open_scan  # noqa: PLC0415 -- an adapter is imported when it is used

    if not database_file(settings).exists():
        raise CopyRefused(f"there is no database in {settings.data}")
    async with AsyncExitStack() as opened:
        scan = await open_scan(database_file(settings))
        opened.push_async_callback(scan.close)
        blobs = await open_local_blobs(settings)
        opened.push_async_callback(blobs.close)
        yield Source(name=name_of(settings), scan=scan, get_many=scan.get_many, blobs=blobs)


@asynccontextmanager
async def _open_local_target(settings: Settings) -> AsyncIterator[Target]:
    from sqlite.scan import open_scan  # noqa: PLC0415 -- see above
    from sqlite.table import open_table  # noqa: PLC0415 -- see above

    async with AsyncExitStack() as opened:
        table = await open_table(database_file(settings), search=SEARCH)
        opened.push_async_callback(table.close)
        scan = await open_scan(database_file(settings))
        opened.push_async_callback(scan.close)
        blobs = await open_local_blobs(settings)
        opened.push_async_callback(blobs.close)
        yield Target(name=name_of(settings), scan=scan, table=table, put=partial(put_all, table), blobs=blobs)


@asynccontextmanager
async def _open_distributed_source(settings: Settings) -> AsyncIterator[Source]:
    from dynamodb.scan import open_scan  # noqa: PLC0415 -- see above

    async with AsyncExitStack() as opened:
        scan = await open_scan(to_table_place(settings))
        opened.push_async_callback(scan.close)
        blobs = await open_files(settings)
        opened.push_async_callback(blobs.close)
        yield Source(name=name_of(settings), scan=scan, get_many=scan.get_many, blobs=blobs)


@asynccontextmanager
async def _open_distributed_target(settings: Settings) -> AsyncIterator[Target]:
    """Open the table and the bucket, which have to be there; the index is filled by the indexer, or made from the table after."""
    from dynamodb.scan import open_scan  # noqa: PLC0415 -- see above
    from dynamodb.table import open_table  # noqa: PLC0415 -- see above

    async with AsyncExitStack() as opened:
        table = await open_table(to_table_place(settings))
        opened.push_async_callback(table.close)
        scan = await open_scan(to_table_place(settings))
        opened.push_async_callback(scan.close)
        blobs = await open_files(settings)
        opened.push_async_callback(blobs.close)
        yield Target(name=name_of(settings), scan=scan, table=table, put=partial(put_all, table), blobs=blobs)
