import asyncio
import os
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import factories
from filesystem.blobs import open_blobs
from stores import BASE_URL, sign


async def stream(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    blobs = await open_blobs(tmp_path / "blobs", base_url=BASE_URL, sign=sign)
    blob = await blobs.put(stream(b"secret"), at_most=10)
    place = tmp_path / "blobs" / blob.digest[:2] / blob.digest

    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "blobs", place.parent, tmp_path / "blobs" / "temporary")} == {0o700}


async def test_what_a_writer_abandoned_a_day_ago_is_swept_and_what_is_newer_stays(tmp_path: Path) -> None:
    temporary = tmp_path / "blobs" / "temporary"
    temporary.mkdir(parents=True)
    for name, age in (("old", timedelta(hours=25)), ("new", timedelta(hours=1))):
        (temporary / name).write_bytes(b"half")
        written = (temporary / name).stat().st_mtime - age.total_seconds()
        os.utime(temporary / name, (written, written))

    await open_blobs(tmp_path / "blobs", base_url=BASE_URL, sign=sign)

    assert [path.name for path in temporary.iterdir()] == ["new"]


async def test_storing_leaves_no_temporary_file(tmp_path: Path) -> None:
    blobs = await open_blobs(tmp_path / "blobs", base_url=BASE_URL, sign=sign)
    blob = await blobs.put(stream(b"x"), at_most=10)

    assert list((tmp_path / "blobs" / "temporary").iterdir()) == []
    assert blobs.url(blob.digest, name="x", media_type="text/plain", lifetime=timedelta(1), now=factories.NOW).startswith(BASE_URL)


async def test_storing_again_what_is_there_counts_as_written_now(tmp_path: Path) -> None:
    blobs = await open_blobs(tmp_path / "blobs", base_url=BASE_URL, sign=sign)
    first = await blobs.put(stream(b"content"), at_most=10)
    yesterday = first.written_at.timestamp() - 86_400
    os.utime(tmp_path / "blobs" / first.digest[:2] / first.digest, (yesterday, yesterday))

    again = await blobs.put(stream(b"content"), at_most=10)

    assert again.written_at >= first.written_at
    assert await blobs.stat(first.digest) == again


async def test_storing_that_is_cancelled_leaves_no_temporary_file(tmp_path: Path) -> None:
    blobs = await open_blobs(tmp_path / "blobs", base_url=BASE_URL, sign=sign)
    begun, never = asyncio.Event(), asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield b"half"
        begun.set()
        await never.wait()

    storing = asyncio.create_task(blobs.put(endless(), at_most=100))
    await begun.wait()
    assert len(list((tmp_path / "blobs" / "temporary").iterdir())) == 1
    storing.cancel()
    await asyncio.wait([storing])

    assert storing.cancelled()
    assert list((tmp_path / "blobs" / "temporary").iterdir()) == []


async def test_files_of_others_in_the_folder_are_no_blobs(tmp_path: Path) -> None:
    blobs = await open_blobs(tmp_path / "blobs", base_url=BASE_URL, sign=sign)
    blob = await blobs.put(stream(b"content"), at_most=10)
    (tmp_path / "blobs" / "~~").write_bytes(b"")
    (tmp_path / "blobs" / blob.digest[:2] / ".directory").write_bytes(b"")

    assert [listed async for listed in blobs.list()] == [blob]
