"""Copying files before the items that name them."""

import asyncio
from collections.abc import AsyncIterator

from copying.progress import Progress, Stage, Tell
from copying.together import together
from store.blobs import Blob, Blobs
from store.errors import BlobNotFound, Damaged

AT_ONCE = 4


async def copy_files(source: Blobs, target: Blobs, tell: Tell) -> None:
    """Copy the files that the target has not, several at once; raises `Damaged` for one whose content is not what its name says."""
    waiting: asyncio.Queue[Blob | None] = asyncio.Queue(maxsize=AT_ONCE)
    done = 0

    async def work() -> None:
        nonlocal done
        while (blob := await waiting.get()) is not None:
            await _copy(blob, source, target)
            done += 1
            tell(Progress(Stage.FILES, done))

    async def hand_out() -> None:
        async for blob in source.list():
            await waiting.put(blob)
        for _ in range(AT_ONCE):
            await waiting.put(None)

    await together(hand_out(), *(work() for _ in range(AT_ONCE)))


async def remove_leftovers(source: Blobs, target: Blobs) -> None:
    """Remove the files that the source has not."""
    async for blob in target.list():
        if await source.stat(blob.digest) is None:
            await target.delete(blob.digest)


async def _copy(blob: Blob, source: Blobs, target: Blobs) -> None:
    present = await target.stat(blob.digest)
    if present is not None and present.size == blob.size:
        return
    try:
        copied = await target.put(_read(source, blob), at_most=blob.size)
    except BlobNotFound:
        # It was removed since it was listed, with the item that named it.
        return
    if copied.digest != blob.digest:
        raise Damaged(f"the file {blob.digest} is damaged: its content is not what its name says")


async def _read(source: Blobs, blob: Blob) -> AsyncIterator[bytes]:
    async for chunk in source.get(blob.digest):
        yield chunk
