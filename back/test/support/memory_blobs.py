"""Blobs in memory, for tests of what stands above them."""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from store.blobs import Blob
from store.errors import BlobNotFound, TooLarge

_WRITTEN_AT = datetime(2026, 1, 2, tzinfo=UTC)


@dataclass(slots=True)
class MemoryBlobs:
    """Blobs that end with the process; `puts` counts the streams that were begun."""

    contents: dict[str, bytes] = field(default_factory=dict)
    puts: int = 0
    largest_chunk: int = 0

    async def put(self, chunks: AsyncIterable[bytes], *, at_most: int) -> Blob:
        """Store a stream."""
        self.puts += 1
        content = bytearray()
        async for chunk in chunks:
            self.largest_chunk = max(self.largest_chunk, len(chunk))
            content += chunk
            if len(content) > at_most:
                raise TooLarge("too large")
        digest = hashlib.sha256(content).hexdigest()
        self.contents[digest] = bytes(content)
        return Blob(digest, len(content), _WRITTEN_AT)

    async def stat(self, digest: str) -> Blob | None:
        """Tell of a blob."""
        return Blob(digest, len(self.contents[digest]), _WRITTEN_AT) if digest in self.contents else None

    async def get(self, digest: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Read a blob in one piece."""
        if digest not in self.contents:
            raise BlobNotFound(digest)
        yield self.contents[digest][start:end]

    async def delete(self, digest: str) -> None:
        """Remove a blob."""
        self.contents.pop(digest, None)

    async def collect(self, digest: str, *, before: datetime) -> bool:
        """Remove a blob that is old enough."""
        return before > _WRITTEN_AT and self.contents.pop(digest, None) is not None

    async def list(self) -> AsyncIterator[Blob]:
        """Yield every blob."""
        for digest in sorted(self.contents):
            yield Blob(digest, len(self.contents[digest]), _WRITTEN_AT)

    def url(self, digest: str, *, name: str, media_type: str, lifetime: timedelta, now: datetime) -> str:
        """Return an address that leads nowhere."""
        return f"memory:{digest}/{name}?{media_type}&{(now + lifetime).isoformat()}"

    async def close(self) -> None:
        """Do nothing but satisfy the port."""
