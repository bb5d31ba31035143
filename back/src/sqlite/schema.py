"""The tables of the database file, and the steps that bring an older file to them."""

import sqlite3
from collections.abc import Sequence
from time import monotonic, sleep

from sqlite.connection import Waits, is_busy
from sqlite.refusals import DatabaseRefused
from store.values import IndexName

APPLICATION_ID = 0x496E7467
"""What marks a file as ours, in its header."""

_RETRY_SECONDS = 0.01

_ITEMS = """
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    partition TEXT NOT NULL,
    sort TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    attributes BLOB NOT NULL,
    expires_at INTEGER,
    by_parent_partition TEXT,
    by_parent_sort TEXT,
    by_second_partition TEXT,
    by_second_sort TEXT,
    unsealed_partition TEXT,
    unsealed_sort TEXT,
    UNIQUE (partition, sort)
)
"""


def _index(name: IndexName) -> str:
    return (
        f"CREATE INDEX items_{name.value} ON items ({name.value}_partition, {name.value}_sort, partition, sort) "
        f"WHERE {name.value}_partition IS NOT NULL"
    )


UPGRADES: tuple[tuple[str, ...], ...] = ((_ITEMS, _index(IndexName.BY_PARENT), _index(IndexName.BY_SECOND), _index(IndexName.UNSEALED)),)
"""The statements of each step: the one at place n leads from version n of the schema to n + 1. Steps that were released never change."""


def prepare(connection: sqlite3.Connection, waits: Waits, upgrades: Sequence[Sequence[str]] = UPGRADES) -> None:
    """Bring a database to the newest schema, whole or not at all; raises `DatabaseRefused` for a newer or a foreign one, unchanged."""
    # The journal mode is a part of the file, so what is refused is refused before it; a current file needs no lock to be opened.
    is_current = checked_version(connection, newest=len(upgrades)) == len(upgrades)
    _use_write_ahead_log(connection, waits)
    if is_current:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = checked_version(connection, newest=len(upgrades))
        for step in upgrades[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(upgrades)}")
        connection.execute("COMMIT")
    except BaseException:  # also when the process is told to stop
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _use_write_ahead_log(connection: sqlite3.Connection, waits: Waits) -> None:
    # Turning it on does not wait for the lock by itself, and two processes may start at once.
    deadline = monotonic() + waits.deadline
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or monotonic() > deadline:
                raise
            sleep(_RETRY_SECONDS)
        else:
            if mode != "wal":
                raise DatabaseRefused(f"the database cannot use a write-ahead log here (its journal mode stays {mode!r})")
            return


def checked_version(connection: sqlite3.Connection, *, newest: int) -> int:
    """Return the version of a database's schema; raises `DatabaseRefused` for one of another program or of a newer one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    if (tables or application or version) and application != APPLICATION_ID:
        raise DatabaseRefused("the file is a database of another program")
    if version > newest:
        raise DatabaseRefused(f"the database has version {version} of the schema, and this program knows {newest} only: start a newer one")
    return int(version)
