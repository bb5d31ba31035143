"""What a process must not start on: an engine without what we use, a network file system, a file of someone else's."""

import re
import sqlite3
from operator import itemgetter
from pathlib import Path

from store.errors import StoreError

OLDEST_ENGINE = (3, 38, 0)
"""The first version in which JSON functions are always built in."""

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.ceph",
        "fuse.davfs",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
    }
)


class DatabaseRefused(StoreError):
    """The service must not start on this database; the text says why and what to do."""


def check_engine(connection: sqlite3.Connection, version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Raise `DatabaseRefused` unless the SQLite library has what we use; `connection` is one in memory."""
    if version < OLDEST_ENGINE:
        raise DatabaseRefused(f"SQLite {_dotted(version)} is too old: {_dotted(OLDEST_ENGINE)} or newer is needed")
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.probe USING fts5(body)")
    except sqlite3.DatabaseError as error:
        raise DatabaseRefused("this SQLite library is built without full-text search (FTS5), which is needed") from error


def check_file_system(path: Path, mounts: str) -> None:
    """Raise `DatabaseRefused` if a path lies on a network file system, going by the text of `/proc/mounts`."""
    kind = file_system_of(path, mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        raise DatabaseRefused(
            f"the database would lie on a network file system ({kind}), where SQLite's locks and shared memory do not hold: "
            "choose a data folder on a local disk"
        )


def file_system_of(path: Path, mounts: str) -> str | None:
    """Return the type of the file system that holds an absolute path; `None` when the mounts do not tell."""
    best: tuple[int, str | None] = (0, None)
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2 and path.is_relative_to(point := Path(_unescaped(fields[1]))):
            # Among equally deep mounts the last one counts: it hides the earlier ones.
            best = max((len(point.parts), fields[2]), best, key=itemgetter(0))
    return best[1]


def read_mounts() -> str:
    """Return the text of `/proc/mounts`, empty on systems that have none."""
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
