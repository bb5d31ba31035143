"""The mark in the target that says how far the copy is; every write of it is refused when somebody else wrote it."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from copying.ends import Source, Target
from copying.refusals import CopyRefused
from db_model.change import Change
from db_model.copies import facet, reads, writes
from db_model.copies.types import Copy
from store.errors import Conflict
from store.scan import BEGINNING
from store.table import Table


@dataclass(slots=True)
class Mark:
    """The mark as it stands in the target. It changes, unlike other values: the one copy that a process makes owns it."""

    table: Table
    copy: Copy
    is_resumed: bool
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def move(self, segment: int, token: str) -> None:
        """Say that a part of the source is copied up to a token."""
        async with self.lock:
            tokens = (*self.copy.tokens[:segment], token, *self.copy.tokens[segment + 1 :])
            await self._write(self.copy._replace(tokens=tokens))

    async def begin_again(self, segments: int) -> None:
        """Say that the target is not what the source is, so that all of its parts, of which there are so many now, are copied again."""
        await self._write(self.copy._replace(differs=True, tokens=from_beginning(segments)))

    async def remove(self) -> None:
        """Say that the copy is whole."""
        await _write(self.table, writes.remove(self.copy))

    async def _write(self, new: Copy) -> None:
        await _write(self.table, writes.update(self.copy, new))
        self.copy = new._replace(version=self.copy.version + 1)


async def open_mark(source: Source, target: Target, *, now: datetime) -> Mark:
    """Put the mark into an empty target, or take up that of an unfinished copy of the same source; raises `CopyRefused`."""
    if facet.key() in await source.get_many((facet.key(),)):
        raise CopyRefused(f"{source.name} is itself an unfinished copy: finish it first")
    found = await reads.get(target.table, now=now)
    if found is None:
        if await _has_items(target):
            raise CopyRefused(f"{target.name} is neither empty nor an unfinished copy: name another one")
        first = Copy(source=source.name, began_at=now, tokens=from_beginning(source.scan.segments))
        await _write(target.table, writes.add(first))
        return Mark(target.table, first, is_resumed=False)
    if found.source != source.name:
        raise CopyRefused(f"{target.name} is an unfinished copy of {found.source}: finish that, or name another one")
    mark = Mark(target.table, found, is_resumed=True)
    if len(found.tokens) != source.scan.segments:
        await mark.begin_again(source.scan.segments)
    return mark


def from_beginning(segments: int) -> tuple[str, ...]:
    """Return the tokens of a copy that has not begun."""
    return (BEGINNING,) * segments


async def _has_items(target: Target) -> bool:
    for segment in range(target.scan.segments):
        async for page in target.scan.pages(segment):
            if page.items:
                return True
    return False


async def _write(table: Table, change: Change) -> None:
    try:
        await table.write(change.writes)
    except Conflict:
        raise CopyRefused("another copy writes to the same target") from None
