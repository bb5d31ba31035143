"""Reading the file of a scan, off the event loop, and making its plan."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from clock import Clock
from db_model.scans.types import Scan
from scans import planning, spool
from scans.sarif.types import Provenance
from store import Store


async def prepare(store: Store, clock: Clock, scan: Scan) -> Scan:
    """Return a scan with its plan; raises `UnsupportedFormat`, `InvalidScanFile` and `ScanFileTooLarge`."""
    async with _local(store, scan) as path:
        heads = await asyncio.to_thread(spool.heads_of, path)
        read = await asyncio.to_thread(spool.read, path, heads)
        with closing(read.lines):
            return await planning.write(store, scan, read, await planning.compare(store, clock, scan, read))


async def provenance_of(store: Store, scan: Scan) -> Provenance | None:
    """Return the repository that the file of a scan names, in the first of its runs that does; raises like `prepare`."""
    async with _local(store, scan) as path:
        heads = await asyncio.to_thread(spool.heads_of, path)
    return next((head.provenance for head in heads if head.provenance is not None), None)


@asynccontextmanager
async def _local(store: Store, scan: Scan) -> AsyncIterator[Path]:
    """Lay the file of a scan into a temporary folder of this machine."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scan"
        with path.open("wb") as file:
            async for chunk in store.blobs.get(scan.request.file):
                await asyncio.to_thread(file.write, chunk)
        yield path
