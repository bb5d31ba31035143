"""Reading the file of a scan, off the event loop, and making its plan."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from tempfile import TemporaryFile
from threading import Event
from typing import IO, TypeVar

from clock import Clock
from db_model.scans.types import Scan
from scans import planning, spool
from scans.json_events import Reopen
from scans.sarif.types import Provenance
from store import Store

T = TypeVar("T")
_CHUNK = 256 * 1024


class Stopped(Exception):
    """Nobody waits any more for what is read."""


async def prepare(store: Store, clock: Clock, scan: Scan) -> Scan:
    """Return a scan with its plan; raises `UnsupportedFormat`, `InvalidScanFile` and `ScanFileTooLarge`."""
    with TemporaryFile() as lines:
        async with _local(store, scan) as file:
            heads = await _reading(file, spool.heads_of)
            read = await _reading(file, lambda reopen: spool.read(reopen, heads, lines))
        return await planning.write(store, scan, read, await planning.compare(store, clock, scan, read))


async def provenance_of(store: Store, scan: Scan) -> Provenance | None:
    """Return the repository that the file of a scan names, in the first of its runs that does; raises like `prepare`."""
    async with _local(store, scan) as file:
        heads = await _reading(file, spool.heads_of)
    return next((head.provenance for head in heads if head.provenance is not None), None)


@asynccontextmanager
async def _local(store: Store, scan: Scan) -> AsyncIterator[IO[bytes]]:
    """Lay the file of a scan into one of this machine that has no name: nothing of it is left, however the worker ends."""
    with TemporaryFile() as file:
        async for chunk in store.blobs.get(scan.request.file):
            await asyncio.to_thread(file.write, chunk)
        await asyncio.to_thread(file.flush)
        yield file


async def _reading(file: IO[bytes], read: Callable[[Reopen], T]) -> T:
    """Read a file on a thread; being cancelled, stop that first, as who waits will close what it reads and writes."""
    is_unwanted = Event()
    running = asyncio.ensure_future(asyncio.to_thread(read, partial(_chunks, file, is_unwanted)))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        is_unwanted.set()
        await asyncio.gather(running, return_exceptions=True)
        raise


def _chunks(file: IO[bytes], is_unwanted: Event) -> Iterator[bytes]:
    """Yield a file from its beginning; raises `Stopped`."""
    place = 0
    while chunk := os.pread(file.fileno(), _CHUNK, place):
        if is_unwanted.is_set():
            raise Stopped
        place += len(chunk)
        yield chunk
