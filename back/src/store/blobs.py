"""The port of the blobs: files under the SHA-256 of their content."""

from collections.abc import AsyncIterable, AsyncIterator
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol


class Blob(NamedTuple):
    """A stored file: the hexadecimal SHA-256 of its content, its size in bytes, and when it was written."""

    digest: str
    size: int
    written_at: datetime


class Blobs(Protocol):
    """Files that are written once, named by their content and never overwritten."""

    async def put(self, chunks: AsyncIterable[bytes], *, at_most: int) -> Blob:
        """Store a stream of at most so many bytes; raises `TooLarge` and keeps nothing of a longer one."""

    async def stat(self, digest: str) -> Blob | None:
        """Tell of a blob without reading it."""

    def get(self, digest: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Read the bytes `start` (inclusive) to `end` (exclusive) of a blob as a stream; raises `BlobNotFound`."""

    async def delete(self, digest: str) -> None:
        """Remove a blob; removing what is not there is no error."""

    async def collect(self, digest: str, *, before: datetime) -> bool:
        """Remove a blob unless it was written, be it again, at that time or later; tell whether it was removed."""

    def list(self) -> AsyncIterator[Blob]:
        """Yield every blob, in the order of the digests."""

    def url(self, digest: str, *, name: str, media_type: str, lifetime: timedelta, now: datetime) -> str:
        """Return a signed address from which anybody can download the blob as an attachment until its lifetime ends."""

    async def close(self) -> None:
        """Let go of the engine."""
