"""Copying one store to another, whatever engines they are on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from clock import system_clock
from composition.stores import database_file, open_local_blobs
from copying.bulk import put_all
from copying.domain import Copied, copy_store
from copying.ends import Source, Target
from copying.progress import Tell
from copying.refusals import CopyRefused
from db_model.search import SEARCH
from settings import Settings


async def copy(source: Settings, target: Settings, tell: Tell) -> Copied:
    """Copy the store of some settings to that of others; raises what `copy_store` does, and what the engines refuse to start on."""
    if name_of(source) == name_of(target):
        raise CopyRefused(f"{name_of(source)} cannot be copied to itself")
    clock = system_clock()
    async with _open_source(source) as reading, _open_target(target) as writing:
        return await copy_store(reading, writing, tell, now=clock.now)


def name_of(settings: Settings) -> str:
    """Return what tells a store from others."""
    return f"local:{settings.data.resolve()}"


@asynccontextmanager
async def _open_source(settings: Settings) -> AsyncIterator[Source]:
    from sqlite.scan import open_scan  # noqa: PLC0415 -- an adapter is imported when it is used

    if not database_file(settings).exists():
        raise CopyRefused(f"there is no database in {settings.data}")
    scan = await open_scan(database_file(settings))
    try:
        blobs = await open_local_blobs(settings)
        yield Source(name=name_of(settings), scan=scan, get_many=scan.get_many, blobs=blobs)
    finally:
        await scan.close()


@asynccontextmanager
async def _open_target(settings: Settings) -> AsyncIterator[Target]:
    from sqlite.scan import open_scan  # noqa: PLC0415 -- see above
    from sqlite.table import open_table  # noqa: PLC0415 -- see above

    table = await open_table(database_file(settings), search=SEARCH)
    try:
        scan = await open_scan(database_file(settings))
        try:
            blobs = await open_local_blobs(settings)
            yield Target(name=name_of(settings), scan=scan, table=table, put=partial(put_all, table), blobs=blobs)
        finally:
            await scan.close()
    finally:
        await table.close()
