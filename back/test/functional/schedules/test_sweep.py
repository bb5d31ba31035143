"""The daily schedule that removes what is over, and files that nobody names."""

import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

import rich_store
from db_model.jobs import reads as jobs_reads
from db_model.jobs.types import JobStatus
from db_model.leases import reads as leases_reads
from harness import Api
from integrity.check import check_items, engine_problems
from integrity.problems import Problem
from integrity.sweeping import SWEEP, UnreadableItem
from store.blobs import Blob
from store.values import Item, Key, Put

DAY = timedelta(days=1)


async def put(api: Api, content: bytes, *, at: datetime) -> Blob:
    """Keep a file, as if it had been written at a time."""

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    blob = await api.store.blobs.put(chunks(), at_most=1_000)
    os.utime(api.settings.data / "blobs" / blob.digest[:2] / blob.digest, (at.timestamp(), at.timestamp()))
    return blob


async def digests(api: Api) -> set[str]:
    return {blob.digest async for blob in api.store.blobs.list()}


def tags(api: Api) -> dict[str, int]:
    """Count what is stored, by the first part of the keys."""
    assert api.store.look is not None
    counts: dict[str, int] = {}
    with api.store.look() as snapshot:
        for item in (item for page in snapshot.pages() for item in page):
            tag = item.key.partition.partition("#")[0]
            counts[tag] = counts.get(tag, 0) + 1
    return counts


def problems(api: Api) -> list[Problem]:
    assert api.store.look is not None
    with api.store.look() as snapshot:
        return [problem for page in check_items(snapshot) for problem in page.problems] + list(engine_problems(snapshot))


async def test_what_is_over_is_removed_and_the_rest_stays(api: Api) -> None:
    await rich_store.fill(api)
    before = tags(api)
    await api.schedules()
    assert tags(api).items() >= {name: number for name, number in before.items() if name != "JOB"}.items()

    api.time.move(8 * DAY)
    await api.schedules()

    after = tags(api)
    # The keys of the two scans, the jobs that were done a week ago, and the invitation with what waited for it.
    assert {name: (number, after.get(name, 0)) for name, number in before.items() if after.get(name, 0) < number} == {
        "SCANKEY": (2, 0),
        "INVITE": (1, 0),
        "PERSON": (before["PERSON"], before["PERSON"] - 1),
        "MESSAGE": (1, 0),
    }
    assert problems(api) == []


async def test_files_that_nobody_names_are_removed_after_a_day(api: Api) -> None:
    await rich_store.fill(api)
    named = await digests(api)
    old = await put(api, b"old", at=api.time.now - DAY - timedelta(seconds=1))
    young = await put(api, b"young", at=api.time.now - DAY)
    for digest in named:
        os.utime(api.settings.data / "blobs" / digest[:2] / digest, (0, 0))

    await api.schedules()

    assert old.digest not in await digests(api)
    assert await digests(api) == {*named, young.digest}


async def test_no_file_is_removed_while_an_item_cannot_be_read_that_may_name_it(api: Api) -> None:
    old = await put(api, b"old", at=api.time.now - 2 * DAY)
    await api.store.table.write((Put(Item(Key("SCAN#1", "#"), 1, {"format": 99}), None),))

    with pytest.raises(UnreadableItem):
        await api.schedules()

    assert await digests(api) == {old.digest}


async def test_a_sweep_tells_how_much_it_removed(api: Api) -> None:
    await put(api, b"old", at=api.time.now - 2 * DAY)

    await api.schedules()

    lease = (await leases_reads.get_many(api.store.table, ["sweep"], now=api.time.now))["sweep"]
    job = (await jobs_reads.get_many(api.store.table, [lease.job_id], now=api.time.now))[lease.job_id]
    assert (job.kind, job.status, dict(job.counts)) == (SWEEP, JobStatus.DONE, {"orphans": 1})
