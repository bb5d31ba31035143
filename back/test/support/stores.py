"""The adapters that the contract suites run on: adding one takes a line here."""

import hmac
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from types import MappingProxyType

from filesystem.blobs import open_blobs
from sqlite.table import open_table
from store.blobs import Blobs
from store.table import Table

BASE_URL = "http://localhost:8001"


def sign(message: bytes) -> bytes:
    """Sign with a key that is good for tests."""
    return hmac.digest(b"a key for tests", message, "sha256")


@asynccontextmanager
async def sqlite_table(folder: Path) -> AsyncIterator[Table]:
    """Open a table in a new file."""
    table = await open_table(folder / "table.sqlite3")
    try:
        yield table
    finally:
        await table.close()


@asynccontextmanager
async def filesystem_blobs(folder: Path) -> AsyncIterator[Blobs]:
    """Open blobs in a new folder."""
    blobs = await open_blobs(folder / "blobs", base_url=BASE_URL, sign=sign)
    try:
        yield blobs
    finally:
        await blobs.close()


TABLES: Mapping[str, Callable[[Path], AbstractAsyncContextManager[Table]]] = MappingProxyType({"sqlite": sqlite_table})
BLOBS: Mapping[str, Callable[[Path], AbstractAsyncContextManager[Blobs]]] = MappingProxyType({"filesystem": filesystem_blobs})
