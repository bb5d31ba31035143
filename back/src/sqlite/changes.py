"""Noticing that somebody has written to the database file, without asking for what."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from sqlite.connection import Waits, connect_reader
from store.errors import Unavailable

LOOK_SECONDS = 0.05


@asynccontextmanager
async def watch(
    path: Path,
    waits: Waits = Waits(),  # noqa: B008 -- an immutable value
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Give a function that waits until something was written since it was asked last, by whichever connection and process.

    It has a connection of its own that never writes and holds no transaction: the engine tells it only of others. Raises `Unavailable`.
    """
    loop = asyncio.get_running_loop()
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite-changes")
    try:
        connection = await loop.run_in_executor(thread, connect_reader, path, waits)
        seen = await loop.run_in_executor(thread, _version, connection)

        async def changed() -> None:
            nonlocal seen
            while (found := await loop.run_in_executor(thread, _version, connection)) == seen:  # noqa: ASYNC110 -- the engine tells nobody
                await asyncio.sleep(LOOK_SECONDS)
            seen = found

        try:
            yield changed
        finally:
            # On the thread itself, which may be in the middle of a look.
            thread.submit(connection.close)
    finally:
        await asyncio.to_thread(thread.shutdown)


def _version(connection: sqlite3.Connection) -> int:
    try:
        (version,) = connection.execute("PRAGMA data_version").fetchone()
    except sqlite3.Error as error:
        raise Unavailable("the database did not answer") from error
    return int(version)
