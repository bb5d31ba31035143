"""Copying items, a page at a time in each part of the source, and saying how far that is."""

from datetime import datetime

from copying.ends import Source, Target
from copying.mark import Mark
from copying.progress import Progress, Stage, Tell
from copying.together import together
from db_model.copies import facet
from store.values import Delete, Item


async def copy_items(source: Source, target: Target, mark: Mark, tell: Tell, *, now: datetime) -> None:
    """Copy what the mark does not yet say is copied, less what is over: whoever reads takes that as absent."""
    done = 0

    async def copy_segment(segment: int, token: str) -> None:
        nonlocal done
        async for page in source.scan.pages(segment, after=token):
            await target.put([item for item in page.items if is_alive(item, int(now.timestamp()))])
            await mark.move(segment, page.token)
            done += len(page.items)
            tell(Progress(Stage.ITEMS, done))

    await together(*(copy_segment(segment, token) for segment, token in enumerate(mark.copy.tokens)))


async def remove_leftovers(source: Source, target: Target, tell: Tell) -> None:
    """Remove the items that the source has not, or no longer."""
    done = 0
    for segment in range(target.scan.segments):
        async for page in target.scan.pages(segment):
            keys = [item.key for item in page.items if item.key != facet.key()]
            found = await source.get_many(keys)
            for key in keys:
                if key not in found:
                    await target.table.write((Delete(key, None),))
            done += len(page.items)
            tell(Progress(Stage.LEFTOVERS, done))


def is_alive(item: Item, moment: int) -> bool:
    """Tell whether an item's time is not over at a moment, in seconds since 1970."""
    return item.expires_at is None or item.expires_at > moment
