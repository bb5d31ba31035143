"""Blobs against the items that name them, and against their own names."""

import hashlib
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import datetime, timedelta

from integrity.check import Needed
from integrity.entities import place_of
from integrity.files import short
from integrity.problems import Problem, Subject
from store.blobs import Blobs
from store.errors import BlobNotFound

ORPHAN_AFTER = timedelta(hours=24)
"""How long a file may wait for the item that names it."""


async def missing(blobs: Blobs, needed: Sequence[Needed], still: Callable[[Needed], bool]) -> AsyncIterator[Problem]:
    """Yield the named files that are not there, or of another size; `still` tells whether an item names a file by now.

    A file may have been removed together with its name since the moment that is looked at.
    """
    for each in needed:
        blob = await blobs.stat(each.file.digest)
        if blob is None:
            if still(each):
                yield Problem(Subject.BLOBS, place_of(each.key), f"the file {each.file.digest}, which it names, is not there")
        elif each.file.size is not None and blob.size != each.file.size:
            yield Problem(Subject.BLOBS, place_of(each.key), f"the file {blob.digest} has {blob.size} bytes, and not {each.file.size}")


async def orphans(blobs: Blobs, named: Collection[int], now: datetime) -> AsyncIterator[Problem]:
    """Yield the files that no item names, though there was time to; `named` are the short digests of the others."""
    async for blob in blobs.list():
        if short(blob.digest) not in named and blob.written_at < now - ORPHAN_AFTER:
            yield Problem(Subject.ORPHANS, blob.digest, f"no item names this file of {blob.size} bytes")


async def changed(blobs: Blobs) -> AsyncIterator[Problem]:
    """Read every file, and yield those whose content is not what their name says."""
    async for blob in blobs.list():
        digest = hashlib.sha256()
        try:
            async for chunk in blobs.get(blob.digest):
                digest.update(chunk)
        except BlobNotFound:
            # It was removed since it was listed.
            continue
        if digest.hexdigest() != blob.digest:
            yield Problem(Subject.BLOBS, blob.digest, "the content of the file is not what it was")
