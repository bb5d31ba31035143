"""Opening connections to the database file: one kind that writes, one kind that only reads."""

import os
import sqlite3
from pathlib import Path
from time import monotonic
from typing import NamedTuple

_WAL_BYTES = 64 * 1_024 * 1_024


class Waits(NamedTuple):
    """How long to wait for another process, in seconds: at one attempt, and in all."""

    busy: float = 5.0
    deadline: float = 15.0


def create_file(path: Path) -> None:
    """Create the database file and its folder, readable by their owner alone, unless they exist.

    SQLite gives the files beside it the mode of this one.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))


def connect_writer(path: Path, waits: Waits) -> sqlite3.Connection:
    """Open a connection that writes, begins and ends its transactions itself, and answers to no crash with a loss."""
    return _connect(path, waits, "synchronous = FULL", "foreign_keys = ON", f"journal_size_limit = {_WAL_BYTES}")


def connect_reader(path: Path, waits: Waits) -> sqlite3.Connection:
    """Open a connection that cannot write."""
    return _connect(path, waits, "query_only = ON")


def begin(connection: sqlite3.Connection, deadline: float) -> None:
    """Begin a transaction that writes, trying until a time of the monotonic clock while another process holds the lock."""
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not is_busy(error) or monotonic() >= deadline:
                raise
        else:
            return


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether an error says no more than that another process holds the lock."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _connect(path: Path, waits: Waits, *pragmas: str) -> sqlite3.Connection:
    # Each connection is used by one thread at a time, though not always by the one that opened it.
    connection = sqlite3.connect(path, timeout=waits.busy, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("trusted_schema = OFF", *pragmas):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:  # also when the process is told to stop
        connection.close()
        raise
    return connection
