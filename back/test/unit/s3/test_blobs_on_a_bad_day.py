"""Blobs on S3 when requests fail, are lost or done twice; what is stored in the end, and what is left over."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest

from aws_stub import REGION, new_name, stub_services
from faulty_services import Fault, Proxy, faulty_proxy, in_order
from s3.blobs import RANGE_BYTES, S3Blobs, open_blobs
from s3.bucket import create_bucket
from s3.connection import Place
from s3.uploads import PART_BYTES, TEMPORARY
from s3.versions import list_versions
from store.errors import Throttled, TooLarge, Unavailable

pytestmark = [pytest.mark.enable_socket, pytest.mark.changes_db]
CONTENT = bytes(range(251)) * ((2 * PART_BYTES + 1_000) // 251)
"""Three parts, the last one small."""
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Trouble(NamedTuple):
    """Blobs behind a proxy, the same without one, and the proxy."""

    blobs: S3Blobs
    direct: S3Blobs
    proxy: Proxy


@asynccontextmanager
async def troubled(part: str, *faults: Fault, tries: int = 3) -> AsyncIterator[Trouble]:
    """Give blobs in a new bucket, behind a proxy that does these to the requests with a text in their line."""
    with stub_services() as endpoint:
        bucket = new_name()
        await create_bucket(bucket, Place(REGION, endpoint))
        direct = await open_blobs(bucket, Place(REGION, endpoint))
        async with faulty_proxy(endpoint, in_order(part, faults)) as proxy:
            blobs = await open_blobs(bucket, Place(REGION, proxy.url, tries=tries))
            try:
                yield Trouble(blobs, direct, proxy)
            finally:
                await blobs.close()
                await direct.close()


async def stream(content: bytes, size: int = 700_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def read(blobs: S3Blobs, digest: str = DIGEST) -> bytes:
    return b"".join([chunk async for chunk in blobs.get(digest)])


async def left_over(blobs: S3Blobs) -> tuple[Sequence[object], Sequence[object]]:
    """Return the unfinished uploads of a bucket, and the temporary objects."""
    client = blobs.connection.client
    uploads = (await client.list_multipart_uploads(Bucket=blobs.bucket)).get("Uploads", [])
    objects = (await client.list_object_versions(Bucket=blobs.bucket, Prefix=TEMPORARY)).get("Versions", [])
    return uploads, objects


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.ERROR, Fault.RESET, Fault.LOST, Fault.SLOW_DOWN, Fault.TWICE])
@pytest.mark.parametrize("part", ["partNumber=2", "uploadId", "PUT /", "HEAD /", "DELETE /", "?delete"])
async def test_one_fault_anywhere_in_an_upload_changes_nothing(part: str, fault: Fault) -> None:
    async with troubled(part, fault) as (blobs, direct, _):
        blob = await blobs.put(stream(CONTENT), at_most=len(CONTENT))

        assert (blob.digest, blob.size) == (DIGEST, len(CONTENT))
        assert await read(blobs) == CONTENT
        assert [found.digest async for found in blobs.list()] == [DIGEST]
        assert await left_over(direct) == ([], [])


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.RESET, Fault.LOST, Fault.TWICE])
async def test_an_upload_whose_beginning_fails_is_begun_again_and_an_empty_one_is_left_to_the_rules_of_the_bucket(fault: Fault) -> None:
    async with troubled("POST /", fault) as (blobs, direct, _):
        await blobs.put(stream(CONTENT), at_most=len(CONTENT))
        uploads, objects = await left_over(direct)

        assert await read(direct) == CONTENT
        assert (len(uploads), objects) == (1 if fault in {Fault.LOST, Fault.TWICE} else 0, [])


async def test_completing_an_upload_whose_answer_was_lost_is_no_failure() -> None:
    async with troubled("POST /", Fault.NONE, Fault.LOST) as (blobs, _, proxy):
        await blobs.put(stream(CONTENT), at_most=len(CONTENT))

        assert len([line for line in proxy.seen if line.startswith("POST") and "uploadId" in line]) == 2
        assert await read(blobs) == CONTENT


@pytest.mark.parametrize("part", ["partNumber=2", "POST /", "blobs/"])
@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.RESET])
async def test_an_upload_that_keeps_failing_is_unavailable_and_leaves_nothing(part: str, fault: Fault) -> None:
    async with troubled(part, *[fault] * 50, tries=2) as (blobs, direct, _):
        with pytest.raises(Unavailable):
            await blobs.put(stream(CONTENT), at_most=len(CONTENT))

        assert await direct.stat(DIGEST) is None
        assert await left_over(direct) == ([], [])


async def test_a_stream_that_is_too_long_leaves_nothing_though_a_part_of_it_was_sent() -> None:
    async with troubled("nothing") as (blobs, _, proxy):
        with pytest.raises(TooLarge):
            await blobs.put(stream(CONTENT), at_most=len(CONTENT) - 1)

        assert len([line for line in proxy.seen if "partNumber" in line]) == 1
        assert await left_over(blobs) == ([], [])


async def test_an_upload_that_is_cancelled_between_parts_leaves_nothing() -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield CONTENT
        begun.set()
        await never.wait()

    async with troubled("nothing") as (blobs, _, _):
        storing = asyncio.create_task(blobs.put(endless(), at_most=2 * len(CONTENT)))
        await begun.wait()
        storing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await storing

        assert await left_over(blobs) == ([], [])


async def test_an_answer_that_breaks_off_is_read_again_from_the_same_place() -> None:
    content = bytes(range(251)) * (2 * RANGE_BYTES // 251 + 1)
    async with troubled("GET /", Fault.NONE, Fault.NONE, Fault.CUT, Fault.CUT) as (blobs, _, proxy):
        blob = await blobs.put(stream(content), at_most=len(content))
        before = len(proxy.seen)

        assert await read(blobs, blob.digest) == content
        assert len(proxy.seen) - before >= 4


async def test_a_store_that_takes_no_more_is_throttled_for_a_reader() -> None:
    async with troubled("/blobs/", Fault.NONE, Fault.NONE, *[Fault.SLOW_DOWN] * 2, tries=2) as (blobs, _, _):
        await blobs.put(stream(CONTENT), at_most=len(CONTENT))
        with pytest.raises(Throttled):
            await read(blobs)


async def test_what_is_written_again_while_it_is_collected_stays() -> None:
    async with troubled("nothing") as (blobs, _, _):
        blob = await blobs.put(stream(b"same"), at_most=10)
        client, key = blobs.connection.client, f"blobs/{blob.digest}"
        old = await list_versions(client, blobs.bucket, key)
        await blobs.put(stream(b"same"), at_most=10)
        await client.delete_object(Bucket=blobs.bucket, Key=key, VersionId=old[0].id)

        assert len(old) == 1
        assert await read(blobs, blob.digest) == b"same"
