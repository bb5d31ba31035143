"""Copying a folder of blobs while others write to it: each file is compared with its name on the way."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from filesystem.blobs import CHUNK_BYTES, walk
from store.blobs import Blob
from store.errors import Damaged


class Total(NamedTuple):
    """How many files there are, and their bytes."""

    number: int = 0
    size: int = 0


def copy_blobs(source: Path, target: Path) -> Total:
    """Copy the blobs that the target has not, their times included, and return what it has then.

    What is removed meanwhile is left out. Raises `Damaged` for a file whose content is not what its name says.
    """
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    if source.is_dir():
        for blob in walk(source):
            _copy(blob, source, target)
    found = tuple(blob.size for blob in walk(target))
    return Total(len(found), sum(found))


def _copy(blob: Blob, source: Path, target: Path) -> None:
    place = target / blob.digest[:2] / blob.digest
    if place.exists():
        return
    place.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = target / f"{blob.digest}.unfinished"
    digest = hashlib.sha256()
    try:
        with (source / blob.digest[:2] / blob.digest).open("rb") as reading, unfinished.open("wb") as writing:
            unfinished.chmod(0o600)
            written_at = os.fstat(reading.fileno()).st_mtime_ns
            while chunk := reading.read(CHUNK_BYTES):
                digest.update(chunk)
                writing.write(chunk)
    except FileNotFoundError:
        return
    if digest.hexdigest() != blob.digest:
        unfinished.unlink()
        raise Damaged(f"the file {blob.digest} is damaged: its content is not what its name says")
    os.utime(unfinished, ns=(written_at, written_at))
    unfinished.rename(place)
