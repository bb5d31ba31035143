"""Copying a database file while others write to it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlite.connection import Waits, connect_reader, create_file
from store.errors import Damaged, Unavailable


class Copied(NamedTuple):
    """What a copy holds."""

    items: int


def copy_database(
    source: Path,
    target: Path,
    waits: Waits = Waits(),  # noqa: B008 -- an immutable value
) -> Copied:
    """Copy a database as it is at one moment after this was called, and put the copy on disk.

    It is one step of the engine: it holds nobody up, and no writer makes it start again. Raises `Damaged` when the engine finds fault
    with the copy, and `Unavailable`.
    """
    create_file(target)
    try:
        with closing(connect_reader(source, waits)) as reading, closing(sqlite3.connect(target, isolation_level=None)) as writing:
            reading.backup(writing, pages=-1)
        copied = _verify(target)
    except sqlite3.Error as error:
        raise Unavailable(f"the database cannot be copied: {error}") from error
    descriptor = os.open(target, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return copied


def _verify(target: Path) -> Copied:
    # Nobody else has it open, so the engine need not keep files beside it.
    with closing(sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        ((text, *_), *_) = connection.execute("PRAGMA integrity_check(1)").fetchall()
        if text != "ok":
            raise Damaged(f"the database is damaged: {text}")
        ((items,),) = connection.execute("SELECT COUNT(*) FROM items").fetchall()
    return Copied(int(items))
