"""Everything fails by chance at once, shards are split, indexers come and go: in the end the index holds what the items say."""

import random
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from db_model.parked_records import reads as parked_model
from flaky_table import FlakyTable
from indexer.work import Work
from indexing import MemoryIndex, documents_of, indexing, until, value_of, work_on
from memory_feed import MemoryFeed
from store.errors import Throttled, Unavailable
from store.values import Item, Key
from stores import SCHEMA, sqlite_table


@dataclass(slots=True)
class Writer:
    """Somebody who changes items and splits shards by chance."""

    feed: MemoryFeed
    chance: random.Random
    items: dict[Key, Item]
    versions: dict[Key, int]

    def write(self, number: int) -> None:
        for _ in range(number):
            key = Key(f"BUG#{self.chance.randrange(30)}", "#")
            old = self.items.get(key)
            if old is not None and self.chance.random() < 0.3:
                self.feed.write(key, self.items.pop(key), None)
                continue
            self.versions[key] = self.versions.get(key, 0) + 1
            attributes = {"organization": "o", "parent": "p", "text": f"word{self.chance.randrange(9)}"}
            self.items[key] = Item(key=key, version=self.versions[key], attributes=attributes)
            self.feed.write(key, old, self.items[key])

    def split(self) -> None:
        open_shards = [name for name, part in self.feed.parts.items() if not part.is_closed]
        shard = self.chance.choice(open_shards)
        self.feed.split(shard, *(f"{shard}.{number}" for number in range(self.chance.choice((1, 2)))))


def applied(works: Sequence[Work]) -> float:
    return sum(value_of(each, "records", outcome="applied") for each in works)


def has_applied_more(works: Sequence[Work], before: float) -> bool:
    return applied(works) > before


@pytest.mark.parametrize("seed", range(4))
async def test_an_index_holds_what_the_items_say_whatever_failed(seed: int, tmp_path: Path) -> None:
    chance, target = random.Random(seed), MemoryIndex()
    feed = MemoryFeed(now=lambda: datetime.now(UTC), page=7)
    feed.begin("a", "b")
    writer = Writer(feed, chance, {}, {})
    async with sqlite_table(tmp_path) as table:
        flaky = FlakyTable(table, chance, share=0.15)
        works = [work_on(feed, flaky, target, SCHEMA) for _ in range(3)]
        async with AsyncExitStack() as running:
            for work in works:
                await running.enter_async_context(indexing(work))
                writer.write(40)
                writer.split()
                feed.failures += [chance.choice((Throttled("planned"), Unavailable("planned"))) for _ in range(10)]
                target.failures += [chance.choice((Throttled("half"), Unavailable("half"))) for _ in range(5)]
                await until(partial(has_applied_more, works, applied(works)))
        flaky.share = 0.0
        writer.write(20)
        async with indexing(works[0], number=2):
            await until(lambda: target.documents == documents_of(writer.items.values(), SCHEMA))

        assert await parked_model.longest_parked(table, now=datetime.now(UTC), first=1) == ()
    assert flaky.failed > 0
    assert sum(value_of(work, "gaps") for work in works) == 0
