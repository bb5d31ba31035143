"""Backups of a data folder, made while it serves: the database first, then the files, which are written before the items that name them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from clock import system_clock
from composition.manifest import FILE, Manifest, read_manifest, sum_of
from composition.stores import BLOBS, DATABASE, KEYS, open_snapshot_of
from integrity.entities import read
from integrity.files import named
from settings import Settings
from store.errors import Damaged

_TRIES = 3


class FolderInUse(Exception):
    """A folder that has to be new or empty is not."""


def make_backup(settings: Settings, target: Path, *, with_keys: bool) -> Manifest:
    """Copy the data folder of the settings into a new folder.

    Everything that was acknowledged before this was called is in it. Raises `FolderInUse`, `Damaged` and `Unavailable`; then the folder
    is as it was.
    """
    if not (settings.data / DATABASE).exists():
        raise Damaged(f"there is no database in {settings.data}")
    from filesystem.copying import copy_blobs  # noqa: PLC0415 -- an adapter is imported when it is used

    with _new_folder(target):
        for _ in range(_TRIES):
            items = _copy_database(settings.data / DATABASE, target / DATABASE)
            total = copy_blobs(settings.data / BLOBS, target / BLOBS)
            if not _lacks_files(target):
                break
        else:
            raise Damaged("files that the items name are not there: `integrates check` says which")
        if with_keys:
            _copy_keys(settings.data, target)
        made = Manifest(
            service=version("integrates"),
            created_at=system_clock().now(),
            database_bytes=(target / DATABASE).stat().st_size,
            database_sha256=sum_of(target / DATABASE),
            items=items,
            blobs=total.number,
            blobs_bytes=total.size,
            has_keys=with_keys,
        )
        os.sync()
        (target / FILE).write_text(made.model_dump_json(indent=2) + "\n", encoding="utf-8")
        os.sync()
    return made


def restore_backup(settings: Settings, source: Path) -> Manifest:
    """Copy a backup into the data folder of the settings, which is new or empty, and compare the copy with what the backup says of itself.

    Raises `FolderInUse`, `Damaged` and `Unavailable`; then the folder is as it was.
    """
    from filesystem.copying import copy_blobs  # noqa: PLC0415 -- see above

    wanted = read_manifest(source)
    with _new_folder(settings.data):
        total = copy_blobs(source / BLOBS, settings.data / BLOBS)
        if (total.number, total.size) != (wanted.blobs, wanted.blobs_bytes):
            raise Damaged(f"the backup has {total.number} files of {total.size} bytes, and had {wanted.blobs} of {wanted.blobs_bytes}")
        if wanted.has_keys:
            _copy_keys(source, settings.data)
        # Under its name only once it is whole: a folder without a database holds nothing that anybody would serve.
        unfinished = settings.data / f"{DATABASE}.unfinished"
        shutil.copyfile(source / DATABASE, unfinished)
        unfinished.chmod(0o600)
        if (unfinished.stat().st_size, sum_of(unfinished)) != (wanted.database_bytes, wanted.database_sha256):
            raise Damaged("the database of the backup is damaged: its sum is not what it was")
        os.sync()
        unfinished.rename(settings.data / DATABASE)
        os.sync()
    return wanted


@contextmanager
def _new_folder(folder: Path) -> Iterator[None]:
    """Make a folder, or take an empty one; what was put there is removed when that does not end well. Raises `FolderInUse`."""
    is_new = not folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderInUse(f"{folder} is not empty: name a new folder")
    try:
        yield
    except BaseException:  # also when the process is told to stop
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        if is_new:
            folder.rmdir()
        raise


def _copy_database(source: Path, target: Path) -> int:
    """Copy the database anew, and return how many items it has."""
    from sqlite.copying import copy_database  # noqa: PLC0415 -- see above

    target.unlink(missing_ok=True)
    return copy_database(source, target).items


def _copy_keys(source: Path, target: Path) -> None:
    if not (source / KEYS).exists():
        raise Damaged(f"there is no {KEYS} in {source}: keys that are given as INTEGRATES_KEYS are in no folder")
    shutil.copyfile(source / KEYS, target / KEYS)
    (target / KEYS).chmod(0o600)


def _lacks_files(folder: Path) -> bool:
    """Tell whether the database of a folder names files that are not there: they may have been removed since it was copied."""
    with open_snapshot_of(folder / DATABASE) as snapshot:
        return any(
            not (folder / BLOBS / file.digest[:2] / file.digest).exists()
            for page in snapshot.pages()
            for known in read(page)[0]
            for file in named(known.entity)
        )
