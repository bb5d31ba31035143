"""The job that removes what nobody can see any more: items whose time is over, and files that no item names."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime

from clock import Clock
from db_model.change import Change, discard_expired
from db_model.jobs.types import Job
from integrity.blobs import ORPHAN_AFTER
from integrity.files import may_name, named, short
from integrity.guards import entity_of
from jobs.batches import Batch
from store import Store
from store.snapshot import Snapshot
from store.values import Item

SWEEP = "sweep"
_AT_ONCE = 50
"""Items in a batch, each with what it changes in the index."""
_PROGRESS = "swept"
_PAGES_A_SIGN = 20
"""How many pages are read between two signs of life."""


class UnreadableItem(Exception):
    """An item cannot be read that may name files: `integrates check` says which."""


async def sweep(store: Store, clock: Clock, _job: Job) -> AsyncIterator[Batch]:
    """Walk once through all that is stored, remove what is over, then the files that were not named by what was there at the beginning.

    A file that is written meanwhile, be it again, is younger than what is removed. While an item cannot be read that may name some, no
    file is removed.
    """
    if store.look is None:
        return
    now, names, number = clock.now(), set[int](), 0
    with store.look() as snapshot:
        async for page in _pages(snapshot):
            entities = [entity_of(item) for item in page if may_name(item)]
            if None in entities:
                raise UnreadableItem
            names.update(short(file.digest) for entity in entities for file in named(entity))
            for changes in _removing(page, now):
                yield Batch(_PROGRESS, changes, {"expired": len(changes)})
            number += 1
            if number % _PAGES_A_SIGN == 0:
                yield Batch(_PROGRESS)
    async for blob in store.blobs.list():
        if short(blob.digest) not in names and await store.blobs.collect(blob.digest, before=now - ORPHAN_AFTER):
            yield Batch(_PROGRESS, done={"orphans": 1})


async def _pages(snapshot: Snapshot) -> AsyncIterator[Sequence[Item]]:
    """Yield the pages of a look, read on a thread."""
    pages = snapshot.pages()
    while page := await asyncio.to_thread(next, pages, ()):
        yield page


def _removing(items: Iterable[Item], now: datetime) -> Iterable[tuple[Change, ...]]:
    """Return the removal of what is over among items, in batches."""
    changes = tuple(discard_expired(item) for item in items if item.expires_at is not None and item.expires_at <= now.timestamp())
    return (changes[start : start + _AT_ONCE] for start in range(0, len(changes), _AT_ONCE))
