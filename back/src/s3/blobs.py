"""Files under the SHA-256 of their content, in a bucket of which each object is only ever written with the same bytes."""

import re
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from botocore.exceptions import ClientError

from s3.addresses import bucket_address, make_url
from s3.bucket import check_bucket
from s3.connection import Connection, Place, connect
from s3.errors import NOT_THERE, PAST_THE_END, BrokenOff, code_of, translated
from s3.uploads import BLOBS, key_of, upload
from s3.versions import remove_versions
from store.blobs import Blob
from store.errors import BlobNotFound

CHUNK_BYTES = 256 * 1024
RANGE_BYTES = 4 * 1024 * 1024
"""What one request reads: the connection is free again before anybody takes the first byte, however slowly."""
_TRIES = 3
"""Of a part: the client itself tries again only until an answer begins."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class S3Blobs:
    """Blobs in a bucket that keeps versions."""

    connection: Connection
    bucket: str
    address: str
    ends: AsyncExitStack

    async def put(self, chunks: AsyncIterable[bytes], *, at_most: int) -> Blob:
        """Store a stream whole or not at all; raises `TooLarge`. A blob that is there already counts as written now."""
        uploaded = await upload(self.connection.client, self.bucket, chunks, at_most=at_most)
        stored = await self.stat(uploaded.digest)
        if stored is None:
            raise BlobNotFound(uploaded.digest)
        return stored

    async def stat(self, digest: str) -> Blob | None:
        """Tell of a blob without reading it."""
        if not _DIGEST.fullmatch(digest):
            return None
        with translated():
            try:
                found = await self.connection.client.head_object(Bucket=self.bucket, Key=key_of(digest))
            except ClientError as error:
                if code_of(error) in NOT_THERE:
                    return None
                raise
        return _blob(digest, found["ContentLength"], found["LastModified"])

    async def get(self, digest: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Read a part of a blob as a stream; raises `BlobNotFound`."""
        if not _DIGEST.fullmatch(digest) or (end is not None and end <= start and await self.stat(digest) is None):
            raise BlobNotFound(digest)
        place = start
        while end is None or place < end:
            wanted = RANGE_BYTES if end is None else min(RANGE_BYTES, end - place)
            part = await self._read(digest, place, wanted)
            for begin in range(0, len(part), CHUNK_BYTES):
                yield part[begin : begin + CHUNK_BYTES]
            if len(part) < wanted:
                return
            place += len(part)

    async def delete(self, digest: str) -> None:
        """Remove a blob; removing what is not there is no error."""
        if _DIGEST.fullmatch(digest):
            await remove_versions(self.connection.client, self.bucket, key_of(digest))

    async def collect(self, digest: str, *, before: datetime) -> bool:
        """Remove a blob unless it was written, be it again, at that time or later; tell whether it was removed."""
        return bool(_DIGEST.fullmatch(digest)) and await remove_versions(self.connection.client, self.bucket, key_of(digest), before=before)

    async def list(self) -> AsyncIterator[Blob]:
        """Yield every blob, in the order of the digests."""
        with translated():
            pages = self.connection.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=BLOBS)
            async for page in pages:
                for found in page.get("Contents", ()):
                    digest = found["Key"].removeprefix(BLOBS)
                    if _DIGEST.fullmatch(digest):
                        yield _blob(digest, found["Size"], found["LastModified"])

    def url(self, digest: str, *, name: str, media_type: str, lifetime: timedelta, now: datetime) -> str:
        """Return a signed address from which anybody can download the blob as an attachment until its lifetime ends."""
        return make_url(
            f"{self.address}/{key_of(digest)}",
            name=name,
            media_type=media_type,
            lifetime=lifetime,
            now=now,
            signer=self.connection.signer(),
        )

    async def close(self) -> None:
        """Close the client."""
        await self.ends.aclose()

    async def _read(self, digest: str, start: int, number: int) -> bytes:
        """Read so many bytes from a place, fewer only at the end; an answer that breaks off is asked for again."""
        for _ in range(_TRIES - 1):
            with suppress(BrokenOff):
                return await self._read_once(digest, start, number)
        return await self._read_once(digest, start, number)

    async def _read_once(self, digest: str, start: int, number: int) -> bytes:
        asked = f"bytes={start}-{start + number - 1}"
        with translated():
            try:
                found = await self.connection.client.get_object(Bucket=self.bucket, Key=key_of(digest), Range=asked)
            except ClientError as error:
                if code_of(error) in NOT_THERE:
                    raise BlobNotFound(digest) from error
                if code_of(error) in PAST_THE_END:
                    return b""
                raise
        with translated(BrokenOff):
            async with found["Body"] as body:
                return await body.read()


async def open_blobs(bucket: str, place: Place) -> S3Blobs:
    """Open a bucket of blobs; raises `BucketNotReady` when it is not there or keeps no versions."""
    async with AsyncExitStack() as ends:
        connection = await ends.enter_async_context(connect(place))
        await check_bucket(connection.client, bucket)
        address = bucket_address(connection.client.meta.endpoint_url, bucket, is_path_style=place.endpoint is not None)
        return S3Blobs(connection=connection, bucket=bucket, address=address, ends=ends.pop_all())


def _blob(digest: str, size: int, written_at: datetime) -> Blob:
    """Return a blob; S3 tells times in whole seconds in one place and finer in another."""
    return Blob(digest=digest, size=size, written_at=written_at.replace(microsecond=0))
