"""Opening the store that the settings choose."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

from clock import Clock
from composition.distributed import open_distributed, open_queue_of
from composition.unfinished import refuse_unfinished
from db_model.search import SEARCH
from jobs.item_queue import item_queue
from settings import Settings, StoreKind
from settings.keys import KeyMissing, Keys, Purpose, load_keys
from store import Store
from store.blobs import Blobs
from store.queue import Queue
from store.snapshot import Snapshot

DATABASE = "integrates.sqlite3"
BLOBS = "blobs"
KEYS = "keys.json"
"""What a data folder holds."""


def open_keys(settings: Settings) -> Keys:
    """Load the service's keys, making them with the data folder.

    Raises `KeyMissing` when the data is there but its keys are not: new ones could not read what is encrypted.
    """
    if settings.store is StoreKind.LOCAL:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not settings.keys and database_file(settings).exists() and not (settings.data / KEYS).exists():
            raise KeyMissing(f"{settings.data} has a database but no keys.json: put its keys back, or give them as INTEGRATES_KEYS")
    return load_keys(settings)


async def open_store(settings: Settings, keys: Keys) -> Store:
    """Open the table, the blobs and the index of the collections; raises `StoreNotSupported`, and what the adapters refuse to start on."""
    if settings.store is not StoreKind.LOCAL:
        return await open_distributed(settings)
    from filesystem.blobs import open_blobs  # noqa: PLC0415 -- an adapter is imported when the settings choose it
    from sqlite.table import open_table  # noqa: PLC0415 -- see above

    table = await open_table(database_file(settings), search=SEARCH)
    try:
        await refuse_unfinished(table)
    except BaseException:
        await table.close()
        raise
    blobs = await open_blobs(blobs_folder(settings), base_url=settings.public_url, sign=lambda message: keys.sign(Purpose.BLOB, message))
    return Store(table=table, blobs=blobs, index=table.index, look=lambda: open_snapshot_of(database_file(settings)))


def open_snapshot_of(database: Path) -> AbstractContextManager[Snapshot]:
    """Open a look at all that a database holds at one moment; raises what the adapter refuses."""
    from sqlite.snapshot import open_snapshot  # noqa: PLC0415 -- see above

    return open_snapshot(database, SEARCH)


@asynccontextmanager
async def watch_changes(settings: Settings) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Give a function that waits until any process has written to the local store that is open, since it was asked last."""
    from sqlite.changes import watch  # noqa: PLC0415 -- see above

    async with watch(database_file(settings)) as changed:
        yield changed


@asynccontextmanager
async def open_queue(settings: Settings, store: Store, clock: Clock) -> AsyncIterator[Queue]:
    """Give the queue that tells a worker of jobs: past one machine that of messages, else the items, looked at when anything is written."""
    if settings.store is not StoreKind.LOCAL:
        queue = await open_queue_of(settings)
        try:
            yield queue
        finally:
            await queue.close()
        return
    async with watch_changes(settings) as changed:
        yield item_queue(store.table, clock, changed)


async def open_local_blobs(settings: Settings) -> Blobs:
    """Open the blobs for who needs no addresses of them, and so no keys; asking for an address raises `KeyMissing`."""
    from filesystem.blobs import open_blobs  # noqa: PLC0415 -- see above

    return await open_blobs(blobs_folder(settings), base_url=settings.public_url, sign=_refuse_to_sign)


def _refuse_to_sign(_message: bytes) -> bytes:
    raise KeyMissing("no keys were loaded")


def blobs_folder(settings: Settings) -> Path:
    """Return the folder of the blobs."""
    return settings.data / BLOBS


def database_file(settings: Settings) -> Path:
    """Return the file of the table."""
    return settings.data / DATABASE
