"""Comparing two stores by counts and sums of each kind of item, read anew on both sides."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from copying.ends import Source, Target
from copying.items import is_alive
from copying.kinds import kind_of
from copying.progress import Progress, Stage, Tell
from copying.sums import Sum, differing, with_blob, with_item
from copying.together import together
from db_model.copies import facet
from store.blobs import Blobs
from store.scan import Scan

FILES = "files"
SHORT_LIVED = timedelta(hours=24)
"""What ends within this time is not compared: an engine may remove it on one side first."""


class Comparison(NamedTuple):
    """The sums of both stores by kind."""

    source: Mapping[str, Sum]
    target: Mapping[str, Sum]

    @property
    def different(self) -> tuple[str, ...]:
        """Return the kinds that differ."""
        return differing(self.source, self.target)


async def compare(source: Source, target: Target, tell: Tell, *, now: datetime) -> Comparison:
    """Read both stores, at the same time, and return what they hold."""
    done = 0

    def count(number: int) -> None:
        nonlocal done
        done += number
        tell(Progress(Stage.COMPARISON, done))

    async def summed(scan: Scan, blobs: Blobs) -> Mapping[str, Sum]:
        sums: defaultdict[str, Sum] = defaultdict(Sum)
        await together(*(add_segment(scan, segment, sums) for segment in range(scan.segments)))
        async for blob in blobs.list():
            sums[FILES] = with_blob(sums[FILES], blob)
        return MappingProxyType(dict(sums))

    async def add_segment(scan: Scan, segment: int, sums: dict[str, Sum]) -> None:
        moment = int((now + SHORT_LIVED).timestamp())
        async for page in scan.pages(segment):
            for item in page.items:
                if is_alive(item, moment) and item.key != facet.key():
                    kind = kind_of(item.key)
                    sums[kind] = with_item(sums[kind], item)
            count(len(page.items))

    return Comparison(*await together(summed(source.scan, source.blobs), summed(target.scan, target.blobs)))
