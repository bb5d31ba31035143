"""Files under the SHA-256 of their content, in a folder of which each file is written once."""

import asyncio
import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from filesystem.addresses import Sign, make_url
from filesystem.threads import run_to_end
from store.blobs import Blob
from store.errors import BlobNotFound, TooLarge

CHUNK_BYTES = 256 * 1024
ABANDONED_AFTER = timedelta(hours=24)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FOLDER = re.compile(r"[0-9a-f]{2}")
_LIST_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class FilesystemBlobs:
    """Blobs in a folder; the disk is never touched on the event loop."""

    folder: Path
    base_url: str
    sign: Sign

    async def put(self, chunks: AsyncIterable[bytes], *, at_most: int) -> Blob:
        """Store a stream: it appears under its name whole and on disk, or not at all; raises `TooLarge`.

        A blob that is there already counts as written now, so that nobody takes it for an old one that no item names.
        """
        temporary = self.folder / "temporary" / secrets.token_hex(16)
        digest, size = hashlib.sha256(), 0
        ends = ExitStack()
        try:
            descriptor = await run_to_end(_open, ends, temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            async for chunk in chunks:
                size += len(chunk)
                if size > at_most:
                    raise TooLarge(f"a file is larger than its limit of {at_most} bytes")
                digest.update(chunk)
                await run_to_end(_write_all, descriptor, chunk)
            await run_to_end(os.fsync, descriptor)
            place = self._place(digest.hexdigest())
            await run_to_end(_settle, temporary, place)
        finally:
            ends.callback(temporary.unlink, missing_ok=True)
            await run_to_end(ends.close)
        stored = await self.stat(digest.hexdigest())
        if stored is None:
            raise BlobNotFound(digest.hexdigest())
        return stored

    async def stat(self, digest: str) -> Blob | None:
        """Tell of a blob without reading it."""
        return await asyncio.to_thread(_stat, self._place(digest)) if _DIGEST.fullmatch(digest) else None

    async def get(self, digest: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Read a part of a blob as a stream; raises `BlobNotFound`."""
        if not _DIGEST.fullmatch(digest):
            raise BlobNotFound(digest)
        ends = ExitStack()
        try:
            descriptor = await run_to_end(_open, ends, self._place(digest), os.O_RDONLY)
            place = start
            while end is None or place < end:
                wanted = CHUNK_BYTES if end is None else min(CHUNK_BYTES, end - place)
                chunk = await run_to_end(os.pread, descriptor, wanted, place)
                if not chunk:
                    return
                place += len(chunk)
                yield chunk
        except FileNotFoundError as error:
            raise BlobNotFound(digest) from error
        finally:
            await run_to_end(ends.close)

    async def delete(self, digest: str) -> None:
        """Remove a blob; removing what is not there is no error."""
        if _DIGEST.fullmatch(digest):
            await asyncio.to_thread(self._place(digest).unlink, missing_ok=True)

    async def collect(self, digest: str, *, before: datetime) -> bool:
        """Remove a blob unless it was written, be it again, at that time or later; tell whether it was removed."""
        if not _DIGEST.fullmatch(digest):
            return False
        aside = self.folder / "temporary" / secrets.token_hex(16)
        return await run_to_end(_collect, self._place(digest), aside, before)

    async def list(self) -> AsyncIterator[Blob]:
        """Yield every blob, in the order of the digests."""
        blobs = walk(self.folder)
        while page := await asyncio.to_thread(lambda: tuple(islice(blobs, _LIST_PAGE))):
            for blob in page:
                yield blob

    def url(self, digest: str, *, name: str, media_type: str, lifetime: timedelta, now: datetime) -> str:
        """Return a signed address from which anybody can download the blob as an attachment until its lifetime ends."""
        return make_url(self.base_url, digest, name=name, media_type=media_type, lifetime=lifetime, now=now, sign=self.sign)

    async def close(self) -> None:
        """Do nothing but satisfy the port: no file stays open between calls."""

    def _place(self, digest: str) -> Path:
        """Return where a blob lives: in one of 256 folders."""
        return self.folder / digest[:2] / digest


async def open_blobs(folder: Path, *, base_url: str, sign: Sign) -> FilesystemBlobs:
    """Open a folder of blobs, made if there is none, and sweep what writers abandoned in it."""
    await asyncio.to_thread(_prepare, folder)
    return FilesystemBlobs(folder=folder, base_url=base_url, sign=sign)


def _prepare(folder: Path) -> None:
    """Make the folders, and remove temporary files that nobody writes to any more."""
    temporary = folder / "temporary"
    temporary.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    oldest = datetime.now(UTC).timestamp() - ABANDONED_AFTER.total_seconds()
    for path in temporary.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _open(ends: ExitStack, path: Path, flags: int) -> int:
    """Open a file and leave its closing to `ends`, which knows of it even if nobody waits for this any more."""
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
    ends.callback(os.close, descriptor)
    return descriptor


def _write_all(descriptor: int, chunk: bytes) -> None:
    """Write a chunk to its end: one call may write less."""
    left = memoryview(chunk)
    while left:
        left = left[os.write(descriptor, left) :]


def _settle(temporary: Path, place: Path) -> None:
    """Give a finished file its name, and put the name on disk; of a blob that is there already, another writer may not have yet."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        os.utime(place)
    except FileNotFoundError:
        with suppress(FileExistsError):
            os.link(temporary, place)
    for folder in (place.parent, place.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _collect(place: Path, aside: Path, before: datetime) -> bool:
    """Remove a file that is old enough.

    It is put aside first: from then on a writer of the same content makes it anew, and one who was just before that made it younger.
    """
    try:
        if _written_at(place) >= before:
            return False
        place.rename(aside)
    except FileNotFoundError:
        return False
    is_old = _written_at(aside) < before
    if not is_old:
        with suppress(FileExistsError):
            os.link(aside, place)
    aside.unlink()
    return is_old


def _written_at(place: Path) -> datetime:
    return datetime.fromtimestamp(place.stat().st_mtime, UTC)


def _stat(place: Path) -> Blob | None:
    """Tell of the file at a place."""
    try:
        found = place.stat()
    except FileNotFoundError:
        return None
    return Blob(digest=place.name, size=found.st_size, written_at=datetime.fromtimestamp(found.st_mtime, UTC))


def walk(folder: Path) -> Iterator[Blob]:
    """Yield the blobs of a folder in the order of their digests."""
    for inner in sorted(path for path in folder.iterdir() if _FOLDER.fullmatch(path.name)):
        for place in sorted(path for path in inner.iterdir() if _DIGEST.fullmatch(path.name)):
            blob = _stat(place)
            if blob is not None:
                yield blob
