"""A store as one text, to be kept for the releases to come: `python back/test/support/store_dump.py FILE` writes that of this one.

It holds the items and the files that they name. What is derived from the items is not in it: each release makes that anew.
"""

import gzip
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import rich_store

_FILES = "CREATE TABLE files (digest TEXT PRIMARY KEY, content BLOB NOT NULL)"


def dump(data: Path) -> str:
    """Return the statements that make a data folder's store."""
    with closing(sqlite3.connect(data / "integrates.sqlite3")) as connection:
        return "".join(f"{line};\n" for line in _lines(connection, data))


def load(text: str, data: Path) -> None:
    """Make the store that statements describe in a data folder, which may hold keys and nothing else."""
    data.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(data / "integrates.sqlite3")) as connection:
        connection.executescript(text)
        for digest, content in connection.execute("SELECT digest, content FROM files"):
            place = data / "blobs" / digest[:2] / digest
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        connection.execute("DROP TABLE files")


def read(path: Path) -> str:
    """Return the statements that a file keeps."""
    return gzip.decompress(path.read_bytes()).decode()


def _lines(connection: sqlite3.Connection, data: Path) -> Iterator[str]:
    for name in ("application_id", "user_version"):
        ((value,),) = connection.execute(f"PRAGMA {name}").fetchall()
        yield f"PRAGMA {name} = {value}"
    yield "BEGIN"
    for (statement,) in connection.execute("SELECT sql FROM sqlite_schema WHERE tbl_name = 'items' AND sql IS NOT NULL ORDER BY rowid"):
        yield " ".join(statement.split())
    names = [row[1] for row in connection.execute("PRAGMA table_info(items)")]
    values = ", ".join(f"quote({name})" for name in names)
    for row in connection.execute(f"SELECT {values} FROM items ORDER BY partition, sort"):  # noqa: S608 -- names of the table's own
        yield f"INSERT INTO items VALUES ({', '.join(row)})"  # noqa: S608 -- they are quoted by the engine
    yield _FILES
    for path in sorted((data / "blobs").glob("??/*")):
        yield f"INSERT INTO files VALUES ('{path.name}', x'{path.read_bytes().hex()}')"  # noqa: S608 -- hexadecimal digits
    yield "COMMIT"


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        Path(sys.argv[1]).write_bytes(gzip.compress(dump(rich_store.make(Path(folder))).encode(), mtime=0))
