"""The threads that read, each with a connection that cannot write."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from store.errors import Unavailable

T = TypeVar("T")


class Readers:
    """As many threads as connections: a thread takes a free connection for each read and gives it back."""

    def __init__(self, connections: Sequence[sqlite3.Connection]) -> None:
        """Start with open connections, which belong to this from now on."""
        self._connections = tuple(connections)
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        for connection in connections:
            self._free.put(connection)
        self._threads = ThreadPoolExecutor(max_workers=len(connections), thread_name_prefix="sqlite-reader")
        self._closed = False

    async def read(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function of a connection on one of the threads; raises `Unavailable`."""
        if self._closed:
            raise Unavailable("the table is closed")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._with_connection, function)

    async def close(self) -> None:
        """Finish what was begun, refuse what comes after, and close the connections."""
        self._closed = True
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        self._threads.shutdown(wait=True)
        for connection in self._connections:
            connection.close()

    def _with_connection(self, function: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._free.get()
        try:
            return function(connection)
        except sqlite3.Error as error:
            raise Unavailable("the database did not answer") from error
        finally:
            self._free.put(connection)
