"""Indexers on a feed in memory and a real table: whatever fails meanwhile, the index comes to hold what the items say."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db_model.feed_leases import reads as leases_model
from db_model.feed_leases.types import FeedLease
from db_model.parked_records import reads as parked_model
from db_model.parked_records.types import ParkedKind, ParkedRecord
from indexer import leasing, parking
from indexer.loop import index
from indexer.work import Work
from indexing import QUICK, MemoryIndex, documents_of, indexing, until, value_of, work_on
from memory_feed import MemoryFeed
from store.errors import StoreError, Throttled, Unavailable
from store.feed import Unreadable
from store.table import Table
from store.values import Item, Key, Put
from stores import SCHEMA, sqlite_table


@dataclass(slots=True)
class Scene:
    """Items, the feed of their changes, and an index that follows."""

    table: Table
    feed: MemoryFeed
    target: MemoryIndex
    items: dict[Key, Item] = field(default_factory=dict)
    gone: dict[Key, int] = field(default_factory=dict)

    def put(self, number: int, **attributes: str) -> Item:
        key = Key(f"BUG#{number}", "#")
        old = self.items.get(key)
        version = (old.version if old else self.gone.get(key, 0)) + 1
        new = Item(key=key, version=version, attributes={"organization": "o", "parent": "p", **attributes})
        self.items[key] = new
        self.feed.write(key, old, new)
        return new

    def remove(self, number: int) -> None:
        key = Key(f"BUG#{number}", "#")
        old = self.items.pop(key)
        self.gone[key] = old.version
        self.feed.write(key, old, None)

    def is_in_step(self) -> bool:
        return self.target.documents == documents_of(self.items.values(), SCHEMA)

    def work(self) -> Work:
        return work_on(self.feed, self.table, self.target, SCHEMA)

    async def leases(self) -> dict[str, FeedLease]:
        return {lease.shard: lease for lease in await leases_model.of_feed(self.table, self.feed.name, now=datetime.now(UTC))}

    async def parked(self) -> tuple[ParkedRecord, ...]:
        return await parked_model.longest_parked(self.table, now=datetime.now(UTC), first=100)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with sqlite_table(tmp_path) as table:
        feed = MemoryFeed(now=lambda: datetime.now(UTC))
        feed.begin("s1", "s2")
        yield Scene(table, feed, MemoryIndex())


async def test_the_index_follows_changes_removals_and_splits(scene: Scene) -> None:
    for number in range(40):
        scene.put(number)
    async with indexing(scene.work()):
        scene.feed.split("s1", "s3", "s4")
        for number in range(0, 40, 2):
            scene.put(number, text="again")
        scene.remove(5)
        scene.feed.split("s4", "s5")
        scene.put(6, status="open")

        await until(scene.is_in_step)

    done = {shard: lease.is_done for shard, lease in (await scene.leases()).items()}
    assert done == {"s1": True, "s2": False, "s3": False, "s4": True, "s5": False}
    assert all(lease.holder is None for lease in (await scene.leases()).values())


async def test_no_record_of_a_child_is_applied_before_the_last_of_its_parent(scene: Scene) -> None:
    scene.feed.split("s2")
    scene.feed.page = 2
    for number in range(12):
        scene.put(number)
    scene.feed.split("s1", "s3")
    for number in range(12, 24):
        scene.put(number)

    async with indexing(scene.work(), number=3):
        await until(scene.is_in_step)

    assert [int(operation.document.id) for operation in scene.target.log if hasattr(operation, "document")] == list(range(24))


async def test_several_indexers_share_the_shards_and_one_that_comes_later_gets_its_part(scene: Scene) -> None:
    scene.feed.begin("s3", "s4")
    first, second = scene.work(), scene.work()
    async with indexing(first):
        await until(lambda: value_of(first, "shards") == 4)
        async with indexing(second):
            await until(lambda: (value_of(first, "shards"), value_of(second, "shards")) == (2, 2))
            for number in range(20):
                scene.put(number)
            await until(scene.is_in_step)
        await until(lambda: value_of(first, "shards") == 4)
    assert value_of(first, "records", outcome="applied") + value_of(second, "records", outcome="applied") == 20


async def test_one_that_goes_on_reads_nothing_twice(scene: Scene) -> None:
    for number in range(30):
        scene.put(number)
    async with indexing(scene.work()):
        await until(scene.is_in_step)
    scene.put(31)
    again = scene.work()
    async with indexing(again):
        await until(scene.is_in_step)

    assert value_of(again, "records", outcome="applied") == 1


async def test_the_leases_of_one_that_died_are_taken_over_once_they_have_run_out(scene: Scene) -> None:
    until_then = datetime.now(UTC) + timedelta(milliseconds=400)
    for shard in ("s1", "s2"):
        lease = FeedLease(feed=scene.feed.name, shard=shard, until=until_then, holder="dead", place=None)
        assert await leasing.claim(scene.table, None, lease) == lease
    scene.put(1)

    async with indexing(scene.work()):
        await until(lambda: scene.feed.reads != [])
        taken_at = datetime.now(UTC)
        await until(scene.is_in_step)

    assert taken_at >= until_then + QUICK.term.skew


async def test_records_that_come_twice_or_late_change_nothing(scene: Scene) -> None:
    first = scene.put(1)
    second = scene.put(1, text="newer")
    scene.feed.write(first.key, None, first)
    scene.feed.write(first.key, first, second)
    scene.feed.write(first.key, None, first)
    scene.put(2)
    gone = scene.items[Key("BUG#2", "#")]
    scene.remove(2)
    scene.feed.write(gone.key, None, gone)
    work = scene.work()

    async with indexing(work):
        await until(lambda: value_of(work, "records", outcome="applied") == 8)

    assert scene.is_in_step()
    assert await scene.parked() == ()


@pytest.mark.parametrize("error", [Throttled("slow down"), Unavailable("no answer")], ids=["throttled", "unavailable"])
async def test_an_index_that_fails_for_a_while_is_waited_for_and_nothing_is_parked(scene: Scene, error: StoreError) -> None:
    work = scene.work()
    scene.target.is_down = error
    scene.feed.page = 100
    async with indexing(work):
        for number in range(25):
            scene.put(number)
        reason = type(error).__name__.lower()
        await until(lambda: value_of(work, "failures", call="apply", reason=reason) > 3)
        await until(lambda: value_of(work, "waiting") == 25)
        assert scene.target.documents == {}
        scene.target.is_down = None
        await until(scene.is_in_step)

    assert await scene.parked() == ()


async def test_a_batch_that_was_applied_in_part_is_applied_again(scene: Scene) -> None:
    scene.target.failures = [Unavailable("half of it"), Throttled("half of it"), Unavailable("half of it")]
    for number in range(25):
        scene.put(number)
    scene.remove(3)
    scene.put(4, text="again")

    async with indexing(scene.work()):
        await until(scene.is_in_step)

    assert scene.target.failures == []


async def test_a_feed_that_fails_is_read_again_from_where_it_was(scene: Scene) -> None:
    scene.feed.failures = [Throttled("slow"), Unavailable("no answer"), Throttled("slow"), Unavailable("reset")]
    for number in range(25):
        scene.put(number)
    work = scene.work()

    async with indexing(work):
        await until(scene.is_in_step)

    assert scene.feed.failures == []
    assert value_of(work, "records", outcome="applied") == 25


async def test_an_index_that_is_down_at_the_end_loses_nothing(scene: Scene) -> None:
    scene.put(1)
    scene.target.is_down = Unavailable("down")
    first = scene.work()
    async with indexing(first):
        await until(lambda: value_of(first, "failures", call="apply", reason="unavailable") > 1)
    assert {lease.place for lease in (await scene.leases()).values()} == {None}
    scene.target.is_down = None

    async with indexing(scene.work()):
        await until(scene.is_in_step)


async def test_a_record_that_the_index_refuses_is_parked_once_and_the_others_go_on(scene: Scene) -> None:
    scene.target.refused = frozenset({"7"})
    for number in range(20):
        scene.put(number)
    work = scene.work()
    async with indexing(work):
        await until(lambda: len(scene.target.documents) == 19)
        poison = next(each for part in scene.feed.parts.values() for each in part.entries if each.key == Key("BUG#7", "#"))
        shard = next(name for name, part in scene.feed.parts.items() if poison in part.entries)
        scene.feed.add(shard, poison)
        await until(lambda: value_of(work, "records", outcome="parked") == 2)

    (parked,) = await scene.parked()
    assert (parked.kind, parked.partition, parked.sort, parked.error) == (
        ParkedKind.RECORD,
        "BUG#7",
        "#",
        "InvalidValue: a document that no index takes",
    )


async def test_a_parked_record_is_replayed_with_what_its_item_is_by_then(scene: Scene, tmp_path: Path) -> None:
    scene.target.refused = frozenset({"7"})
    scene.put(7)
    async with indexing(work := scene.work()):
        await until(lambda: value_of(work, "records", outcome="parked") == 1)
    (parked,) = await scene.parked()
    scene.target.refused = frozenset()
    await scene.table.write((Put(scene.put(7, text="as it is now"), None),))

    await parking.replay(scene.table, scene.target, SCHEMA, parked.id, now=datetime.now(UTC))

    assert scene.is_in_step()
    assert await scene.parked() == ()
    with pytest.raises(parking.NotParked):
        await parking.replay(scene.table, scene.target, SCHEMA, parked.id, now=datetime.now(UTC))


async def test_a_removal_that_was_parked_is_replayed_from_what_was_removed(scene: Scene) -> None:
    scene.put(7)
    async with indexing(work := scene.work()):
        await until(scene.is_in_step)
        scene.target.refused = frozenset({"7"})
        scene.remove(7)
        await until(lambda: value_of(work, "records", outcome="parked") == 1)
    (parked,) = await scene.parked()
    scene.target.refused = frozenset()

    await parking.replay(scene.table, scene.target, SCHEMA, parked.id, now=datetime.now(UTC))

    assert scene.target.documents == {}


async def test_what_nobody_can_read_is_parked_and_can_only_be_forgotten(scene: Scene) -> None:
    scene.feed.add("s1", Unreadable(scene.feed.sequence(), None, "no item of this service", datetime.now(UTC)))
    async with indexing(work := scene.work()):
        await until(lambda: value_of(work, "records", outcome="parked") == 1)
    (parked,) = await scene.parked()

    with pytest.raises(parking.NeedsRebuild):
        await parking.replay(scene.table, scene.target, SCHEMA, parked.id, now=datetime.now(UTC))
    await parking.forget(scene.table, parked.id, now=datetime.now(UTC))

    assert await scene.parked() == ()


async def test_records_that_are_gone_are_told_of_and_the_rest_is_applied(scene: Scene) -> None:
    for number in range(0, 20, 2):
        scene.put(number)
    async with indexing(scene.work()):
        await until(scene.is_in_step)
    applied = {shard: len(part.entries) for shard, part in scene.feed.parts.items()}
    for number in range(20, 40):
        scene.put(number)
    for shard, number in applied.items():
        scene.feed.trim(shard, number + 2)
    lost = {each.key for shard, number in applied.items() for each in scene.feed.parts[shard].entries[number : number + 2]}

    async with indexing(work := scene.work()):
        known = {key: item for key, item in scene.items.items() if key not in lost}
        await until(lambda: scene.target.documents == documents_of(known.values(), SCHEMA))

    gaps = await scene.parked()
    assert {(gap.kind, gap.shard) for gap in gaps} == {(ParkedKind.GAP, "s1"), (ParkedKind.GAP, "s2")}
    assert value_of(work, "gaps") == 2


async def test_a_shard_that_is_gone_before_its_end_holds_up_nobody(scene: Scene) -> None:
    scene.put(1)
    async with indexing(scene.work()):
        await until(scene.is_in_step)
    scene.feed.split("s1", "s3")
    scene.feed.split("s2")
    scene.feed.let_go("s1")
    scene.feed.let_go("s2")
    scene.put(2)

    async with indexing(scene.work()):
        await until(scene.is_in_step)

    assert {gap.shard for gap in await scene.parked()} == {"s1", "s2"}
    assert {shard for shard, lease in (await scene.leases()).items() if lease.is_done} == {"s1", "s2"}


async def test_a_shard_that_nobody_followed_for_a_day_is_told_of(scene: Scene) -> None:
    lease = FeedLease(feed=scene.feed.name, shard="s1", until=datetime.now(UTC) - timedelta(hours=25))
    assert await leasing.claim(scene.table, None, lease) == lease
    scene.put(1)

    async with indexing(scene.work()):
        await until(scene.is_in_step)

    assert [(gap.kind, gap.shard) for gap in await scene.parked()] == [(ParkedKind.GAP, "s1")]


async def test_an_indexer_whose_lease_ran_out_applies_nothing(scene: Scene) -> None:
    slow = QUICK._replace(between_rounds=timedelta(seconds=30), term=QUICK.term._replace(lasts=timedelta(milliseconds=300)))
    work = replace(scene.work(), pace=slow)
    stop = asyncio.Event()
    running = asyncio.create_task(index(work, stop))
    await until(lambda: len(scene.feed.reads) > 4)
    leases = await scene.leases()
    await until(lambda: all(lease.until < datetime.now(UTC) for lease in leases.values()))
    scene.put(1)
    seen = len(scene.feed.reads)
    # The other shard is read on, and this one not any more.
    await until(lambda: len(scene.feed.reads) > seen + 4)

    stop.set()
    await running
    assert scene.target.log == []
    assert {lease.place for lease in (await scene.leases()).values()} == {None}


async def test_the_lag_grows_while_the_index_is_down_and_is_gone_after(scene: Scene) -> None:
    work = scene.work()
    async with indexing(work):
        await until(lambda: value_of(work, "shards") == 2)
        scene.target.is_down = Unavailable("down")
        scene.put(1)
        await until(lambda: value_of(work, "lag") > 0.5)
        scene.target.is_down = None
        await until(lambda: value_of(work, "lag") < 0.2)
        assert scene.is_in_step()
