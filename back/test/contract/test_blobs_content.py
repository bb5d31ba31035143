"""Blobs: named by their content, whole or not there, read in parts."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import factories
from store.blobs import Blobs
from store.errors import BlobNotFound, TooLarge

MEGABYTE = 1_024 * 1_024


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def read(blobs: Blobs, digest: str, *, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([chunk async for chunk in blobs.get(digest, start=start, end=end)])


async def names(blobs: Blobs) -> list[str]:
    return [blob.digest async for blob in blobs.list()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(chunks=st.lists(st.binary(max_size=200), max_size=5))
async def test_content_comes_back_under_its_hash(blobs: Blobs, chunks: list[bytes]) -> None:
    content = b"".join(chunks)
    blob = await blobs.put(stream(*chunks), at_most=MEGABYTE)

    assert blob.digest == hashlib.sha256(content).hexdigest()
    assert (blob.size, await blobs.stat(blob.digest)) == (len(content), blob)
    assert await read(blobs, blob.digest) == content


@pytest.mark.parametrize(("start", "end"), [(0, None), (0, 0), (3, 7), (700_000, None), (999_990, 2_000_000), (1_000_000, None)])
async def test_any_part_can_be_read(blobs: Blobs, start: int, end: int | None) -> None:
    content = bytes(range(250)) * 4_000
    blob = await blobs.put(stream(content[:600_000], content[600_000:]), at_most=MEGABYTE)

    assert await read(blobs, blob.digest, start=start, end=end) == content[start:end]


async def test_one_byte_too_many_keeps_nothing(blobs: Blobs) -> None:
    await blobs.put(stream(b"x" * 10), at_most=10)
    with pytest.raises(TooLarge, match="10 bytes"):
        await blobs.put(stream(b"y" * 10, b"y"), at_most=10)

    assert await names(blobs) == [hashlib.sha256(b"x" * 10).hexdigest()]


async def test_a_stream_that_breaks_keeps_nothing(blobs: Blobs) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await blobs.put(broken(), at_most=MEGABYTE)

    assert await names(blobs) == []


async def test_the_same_content_at_once_is_one_blob(blobs: Blobs) -> None:
    made = await asyncio.gather(*(blobs.put(stream(b"same", b" content"), at_most=100) for _ in range(8)))

    assert {(blob.digest, blob.size) for blob in made} == {(hashlib.sha256(b"same content").hexdigest(), 12)}
    assert await names(blobs) == [made[0].digest]
    assert await read(blobs, made[0].digest) == b"same content"


async def test_storing_ends_as_soon_as_it_is_cancelled_and_keeps_nothing(blobs: Blobs) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield b"half"
        begun.set()
        await never.wait()

    storing = asyncio.create_task(blobs.put(endless(), at_most=MEGABYTE))
    await begun.wait()
    storing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await storing

    assert await names(blobs) == []


async def test_storing_that_is_cancelled_anywhere_leaves_whole_blobs_only(blobs: Blobs) -> None:
    contents = [bytes([number]) * 30_000 for number in range(40)]
    storing = [asyncio.create_task(blobs.put(stream(content[:20_000], content[20_000:]), at_most=MEGABYTE)) for content in contents]
    for turns, task in enumerate(storing):
        for _ in range(turns % 7):
            await asyncio.sleep(0)  # lets each get to a place of its own
        task.cancel()
    stored = await asyncio.gather(
        *storing[::2], *(blobs.put(stream(content), at_most=MEGABYTE) for content in contents[:5]), return_exceptions=True
    )
    await asyncio.gather(*storing, return_exceptions=True)

    assert len([blob for blob in stored if not isinstance(blob, BaseException)]) >= 5
    assert {hashlib.sha256(await read(blobs, digest)).hexdigest() == digest for digest in await names(blobs)} == {True}


async def test_reading_that_is_given_up_half_way_can_begin_again(blobs: Blobs) -> None:
    content = bytes(range(256)) * 4_000
    blob = await blobs.put(stream(content), at_most=len(content))
    reading = blobs.get(blob.digest)
    assert isinstance(reading, AsyncGenerator)
    async with aclosing(reading) as chunks:
        first = await anext(chunks)

    assert content.startswith(first)
    assert 0 < len(first) < len(content)
    assert await read(blobs, blob.digest) == content


async def test_blobs_are_listed_in_order_and_gone_when_deleted(blobs: Blobs) -> None:
    made = [await blobs.put(stream(str(number).encode()), at_most=10) for number in range(30)]
    assert await names(blobs) == sorted(blob.digest for blob in made)

    await blobs.delete(made[0].digest)
    await blobs.delete(made[0].digest)

    assert await blobs.stat(made[0].digest) is None
    assert made[0].digest not in await names(blobs)
    with pytest.raises(BlobNotFound):
        await read(blobs, made[0].digest)


async def test_only_a_blob_that_was_not_written_since_is_collected(blobs: Blobs) -> None:
    old = await blobs.put(stream(b"old"), at_most=10)
    later = old.written_at + timedelta(seconds=1)

    assert await blobs.collect(old.digest, before=old.written_at) is False
    assert await read(blobs, old.digest) == b"old"
    assert await blobs.collect(old.digest, before=later) is True
    assert await blobs.stat(old.digest) is None
    assert await blobs.collect(old.digest, before=later) is False
    assert await read(blobs, (await blobs.put(stream(b"old"), at_most=10)).digest) == b"old"


@pytest.mark.parametrize("digest", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "/", "g" * 64, "\x00" * 64])
async def test_what_is_no_hash_names_no_blob(blobs: Blobs, digest: str) -> None:
    assert await blobs.stat(digest) is None
    assert await blobs.collect(digest, before=factories.NOW) is False
    await blobs.delete(digest)
    with pytest.raises(BlobNotFound):
        await read(blobs, digest)


async def test_an_address_names_the_blob_and_carries_no_more_than_its_reader_needs(blobs: Blobs) -> None:
    blob = await blobs.put(stream(b"report"), at_most=10)
    url = blobs.url(blob.digest, name="a b.pdf", media_type="application/pdf", lifetime=timedelta(minutes=1), now=factories.NOW)

    assert blob.digest in url
    assert "a+b.pdf" in url or "a%20b.pdf" in url
