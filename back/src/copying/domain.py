"""A whole copy: files, items, comparison."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from copying import files, items
from copying.comparison import Comparison, compare
from copying.ends import Source, Target
from copying.mark import open_mark
from copying.progress import Tell


class Copied(NamedTuple):
    """What came of a copy: it is whole unless something differs."""

    is_resumed: bool
    comparison: Comparison


async def copy_store(source: Source, target: Target, tell: Tell, *, now: Callable[[], datetime]) -> Copied:
    """Copy a store into an empty one, or go on with that.

    The target is marked until both are found to be the same; one that was found to differ is copied and cleared of what is left over by
    the next run. Raises `CopyRefused`, `Damaged` and what the engines raise; then the next run goes on.
    """
    mark = await open_mark(source, target, now=now())
    await files.copy_files(source.blobs, target.blobs, tell)
    await items.copy_items(source, target, mark, tell, now=now())
    if mark.copy.differs:
        await items.remove_leftovers(source, target, tell)
        await files.remove_leftovers(source.blobs, target.blobs)
    comparison = await compare(source, target, tell, now=now())
    if comparison.different:
        await mark.begin_again(source.scan.segments)
    else:
        await mark.remove()
    return Copied(mark.is_resumed, comparison)
