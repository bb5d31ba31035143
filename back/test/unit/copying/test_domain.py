"""A copy of a source that is read in several parts: each goes on where it was."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from copying.bulk import put_all
from copying.domain import Copied, copy_store
from copying.ends import Source, Target
from copying.progress import Progress, Stage
from copying.refusals import CopyRefused
from db_model.copies import reads
from memory_blobs import MemoryBlobs
from segmented_scan import ITEMS_A_PAGE, SegmentedScan
from sqlite.scan import open_scan
from sqlite.table import open_table
from store.errors import Unavailable
from store.values import Delete, Item, Key, Put

NUMBER = 120
SEGMENTS = 4
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Target]:
    """Open a target as each run of the command does: what one left behind is written before the next begins."""
    table = await open_table(path)
    scan = await open_scan(path)
    try:
        yield Target(name="t", scan=scan, table=table, put=partial(put_all, table), blobs=MemoryBlobs())
    finally:
        await scan.close()
        await table.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.sqlite3"


@pytest.fixture
async def target(path: Path) -> AsyncIterator[Target]:
    """Give what a test looks at the target with."""
    async with opened(path) as looking:
        yield looking


def item(number: int) -> Item:
    return Item(Key(f"LEASE#{number}", "#"), 1, {"number": number})


def source_of(scan: SegmentedScan) -> Source:
    async def get_many(keys: Collection[Key]) -> Mapping[Key, Item]:
        return {key: scan.items[key] for key in keys if key in scan.items}

    return Source(name="s", scan=scan, get_many=get_many, blobs=MemoryBlobs())


def full(segments: int = SEGMENTS, *, pages: int = 1_000_000) -> SegmentedScan:
    return SegmentedScan({item(number).key: item(number) for number in range(NUMBER)}, segments, pages)


async def copied(scan: SegmentedScan, path: Path, steps: list[Progress] | None = None) -> Copied:
    told = steps if steps is not None else []
    async with opened(path) as target:
        return await copy_store(source_of(scan), target, told.append, now=lambda: NOW)


async def stored(target: Target) -> Mapping[Key, Item]:
    return {each.key: each async for page in target.scan.pages() for each in page.items}


async def test_all_parts_are_copied_and_the_mark_is_gone(path: Path, target: Target) -> None:
    scan, steps = full(), list[Progress]()

    result = await copied(scan, path, steps)

    assert (result.is_resumed, result.comparison.different) == (False, ())
    assert await stored(target) == scan.items
    assert max(step.done for step in steps if step.stage is Stage.ITEMS) == NUMBER
    assert steps[-1] == Progress(Stage.COMPARISON, 2 * NUMBER + 1)


async def test_each_part_goes_on_behind_the_last_page_that_is_in_the_target(path: Path, target: Target) -> None:
    failing = full(pages=9)
    with pytest.raises(Unavailable, match="no more for now"):
        await copied(failing, path)
    mark = await reads.get(target.table, now=NOW)
    before = await stored(target)
    resumed = full()

    result = await copied(resumed, path)

    assert mark is not None
    assert sum(token != "" for token in mark.tokens) > 1
    assert ITEMS_A_PAGE < len(before) < NUMBER
    assert (result.is_resumed, result.comparison.different) == (True, ())
    # Once more by the comparison; what was marked as copied is not read a second time for the copy.
    again = len(resumed.read) - NUMBER
    assert NUMBER - len(failing.read) <= again < NUMBER
    assert await stored(target) == resumed.items


@pytest.mark.parametrize("segments", [SEGMENTS - 1, SEGMENTS + 1])
async def test_a_source_in_another_number_of_parts_is_copied_from_its_beginning(path: Path, target: Target, segments: int) -> None:
    with pytest.raises(Unavailable):
        await copied(full(pages=9), path)
    other = full(segments)

    result = await copied(other, path)

    assert result.comparison.different == ()
    assert len(other.read) == 2 * NUMBER
    assert await stored(target) == other.items


async def test_a_run_that_mends_and_is_interrupted_is_still_one_that_mends(path: Path, target: Target) -> None:
    with pytest.raises(Unavailable):
        await copied(full(3, pages=20), path)
    changed = full()
    gone, new = item(0).key, replace(item(1), version=2)
    del changed.items[gone]
    changed.items[new.key] = new
    await target.put([item(0), item(1)])
    changed.pages_left = 3
    with pytest.raises(Unavailable):
        await copied(changed, path)
    changed.pages_left = 1_000_000

    result = await copied(changed, path)

    assert result.comparison.different == ()
    assert await stored(target) == changed.items


async def test_a_copy_stops_when_another_one_writes_to_its_target(path: Path, target: Target) -> None:
    late, scan = full(), full()
    steps = 0

    async def put(items: Sequence[Item]) -> None:
        nonlocal steps
        steps += 1
        if steps == 2:
            mark = await reads.get(target.table, now=NOW)
            assert mark is not None
            await target.table.write([Put(Item(Key("COPY#unfinished", "#"), mark.version + 1, {"another": "writer"}), None)])
        await target.put(items)

    with pytest.raises(CopyRefused, match="another copy writes to the same target"):
        await copy_store(source_of(scan), target._replace(put=put), lambda _: None, now=lambda: NOW)

    await target.table.write([Delete(Key("COPY#unfinished", "#"), None)])
    with pytest.raises(CopyRefused, match="neither empty nor an unfinished copy"):
        await copied(late, path)
