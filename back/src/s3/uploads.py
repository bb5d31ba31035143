"""Uploading a stream whose name is known at its end only: in parts to a temporary place, then copied within S3."""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Coroutine
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from botocore.exceptions import ClientError

from s3.errors import UPLOAD_IS_OVER, code_of, translated
from s3.versions import remove_versions
from store.errors import StoreError, TooLarge

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.type_defs import CompletedPartTypeDef

T = TypeVar("T")

BLOBS = "blobs/"
TEMPORARY = "temporary/"
"""Where objects are in the bucket; the rules of the bucket remove what is left under the second."""
PART_BYTES = 5 * 1024 * 1024
"""The least that S3 takes: what a stream holds in memory is two of them."""
LARGEST = 5 * 1024**3
"""What S3 copies in one call."""


class Uploaded(NamedTuple):
    """The SHA-256 and the size of what was uploaded."""

    digest: str
    size: int


@dataclass(slots=True)
class _Measure:
    """What is known of a stream so far; it grows with each chunk and belongs to one upload."""

    hash: "hashlib._Hash"
    size: int = 0

    def take(self, chunk: bytes, at_most: int) -> None:
        self.size += len(chunk)
        if self.size > at_most:
            raise TooLarge(f"a file is larger than its limit of {at_most} bytes")
        self.hash.update(chunk)


def key_of(digest: str) -> str:
    """Return the key of a blob."""
    return f"{BLOBS}{digest}"


async def upload(client: "S3Client", bucket: str, chunks: AsyncIterable[bytes], *, at_most: int) -> Uploaded:
    """Store a stream under its digest, whole or not at all; raises `TooLarge`, `Throttled`, `Unavailable` and what the stream raises.

    What is there already is written anew with the same bytes, which only makes it younger.
    """
    measure = _Measure(hashlib.sha256())
    async with aclosing(_parts(chunks, measure, min(at_most, LARGEST))) as parts:
        first = await anext(parts)
        if len(first) < PART_BYTES:
            await _upload_whole(client, bucket, first, measure)
        else:
            await _upload_parts(client, bucket, first, parts, measure)
    return Uploaded(measure.hash.hexdigest(), measure.size)


async def _upload_whole(client: "S3Client", bucket: str, content: bytes, measure: _Measure) -> None:
    """Write a small stream in one call; S3 refuses it if it is not what its name says."""
    with translated():
        await client.put_object(
            Bucket=bucket,
            Key=key_of(measure.hash.hexdigest()),
            Body=content,
            ChecksumSHA256=base64.b64encode(measure.hash.digest()).decode(),
        )


async def _parts(chunks: AsyncIterable[bytes], measure: _Measure, at_most: int) -> AsyncGenerator[bytes, None]:
    """Yield a stream in parts of one size, the last one smaller and perhaps empty."""
    waiting = bytearray()
    async for chunk in chunks:
        measure.take(chunk, at_most)
        left = memoryview(chunk)
        while len(waiting) + len(left) >= PART_BYTES:
            cut = PART_BYTES - len(waiting)
            waiting += left[:cut]
            left = left[cut:]
            yield bytes(waiting)
            waiting.clear()
        waiting += left
    yield bytes(waiting)


async def _upload_parts(client: "S3Client", bucket: str, first: bytes, rest: AsyncIterator[bytes], measure: _Measure) -> None:
    """Upload parts to a temporary object, give it its name, and remove it; what ends early is aborted."""
    key = f"{TEMPORARY}{secrets.token_hex(16)}"
    with translated():
        begun = await client.create_multipart_upload(Bucket=bucket, Key=key)
    upload_id = begun["UploadId"]
    try:
        done = [await _send(client, bucket, key, upload_id, 1, first)]
        async for part in rest:
            if part:
                done.append(await _send(client, bucket, key, upload_id, len(done) + 1, part))
        await _complete(client, bucket, key, upload_id, done)
        with translated():
            await client.copy_object(Bucket=bucket, Key=key_of(measure.hash.hexdigest()), CopySource={"Bucket": bucket, "Key": key})
    finally:
        await _to_end(_clean(client, bucket, key, upload_id))


async def _send(client: "S3Client", bucket: str, key: str, upload_id: str, number: int, part: bytes) -> "CompletedPartTypeDef":
    with translated():
        sent = await client.upload_part(Bucket=bucket, Key=key, UploadId=upload_id, PartNumber=number, Body=part)
    done: CompletedPartTypeDef = {"PartNumber": number, "ETag": sent["ETag"]}
    # Sent by the client with each part; a store that only speaks like S3 may not answer it.
    return {**done, "ChecksumCRC32": checksum} if (checksum := sent.get("ChecksumCRC32")) else done


async def _complete(client: "S3Client", bucket: str, key: str, upload_id: str, parts: "list[CompletedPartTypeDef]") -> None:
    """Make one object of the parts; if only the answer to an earlier try was lost, the upload is over and the object is there."""
    with translated():
        try:
            await client.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": parts})
        except ClientError as error:
            if code_of(error) not in UPLOAD_IS_OVER:
                raise
            await client.head_object(Bucket=bucket, Key=key)


async def _clean(client: "S3Client", bucket: str, key: str, upload_id: str) -> None:
    """Remove what an upload leaves, as well as possible: the rules of the bucket remove the rest."""
    with suppress(StoreError), translated():
        try:
            await client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id)
        except ClientError as error:
            if code_of(error) not in UPLOAD_IS_OVER:
                raise
    with suppress(StoreError):
        await remove_versions(client, bucket, key)


async def _to_end(call: Coroutine[object, object, T]) -> T:
    """Wait for a call; being cancelled, wait for its end first."""
    running = asyncio.ensure_future(call)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.gather(running, return_exceptions=True)
        raise
