"""Checking a store of the settings, while it serves or not."""

from collections.abc import AsyncIterator

from clock import system_clock
from composition.stores import database_file, open_local_blobs, open_snapshot_of
from integrity.blobs import changed, missing, orphans
from integrity.check import Needed, check_items, engine_problems
from integrity.files import named, short
from integrity.guards import entity_of
from integrity.problems import Problem
from settings import Settings


async def find_problems(settings: Settings, *, with_contents: bool) -> AsyncIterator[Problem]:
    """Yield whatever does not agree in the store; with contents, every file is read too. No keys are needed."""
    names: set[int] = set()
    blobs = await open_local_blobs(settings)
    with open_snapshot_of(database_file(settings)) as snapshot:
        for page in check_items(snapshot):
            for problem in page.problems:
                yield problem
            async for problem in missing(blobs, page.needed, lambda each: _still_names(settings, each)):
                yield problem
            names.update(short(each.file.digest) for each in page.needed)
        for problem in engine_problems(snapshot):
            yield problem
    async for problem in orphans(blobs, names, system_clock().now()):
        yield problem
    if with_contents:
        async for problem in changed(blobs):
            yield problem


def _still_names(settings: Settings, needed: Needed) -> bool:
    """Tell whether an item names a file by now."""
    with open_snapshot_of(database_file(settings)) as snapshot:
        item = snapshot.get_many((needed.key,)).get(needed.key)
    return item is not None and needed.file in named(entity_of(item))
