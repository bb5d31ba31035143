"""What becomes of a held job: it waits for something else, meets other writers, is released, and is buried when it is given up."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from clock import Clock
from db_model.change import Change, guard_key, take_guard
from db_model.commit import write
from db_model.jobs import reads as jobs_reads
from db_model.jobs import writes as jobs_model
from db_model.jobs.types import Job, JobStatus
from harness import Api
from jobs import domain, rules
from jobs.batches import Batch, NotYet
from meddling import Meddled
from store import Store
from store.errors import Conflict
from store.values import Change as Write
from store.values import Put

GRAVE = guard_key("grave", "a job")


async def two_batches(_store: Store, _clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Yield what is left of two batches, each of which takes a guard."""
    for number in range(int(job.progress or 0), 2):
        yield Batch(str(number + 1), (take_guard("batch", str(number), job.id),))


async def not_yet(_store: Store, _clock: Clock, _job: Job) -> AsyncIterator[Batch]:
    """Do one batch, and wait for something else."""
    yield Batch("1")
    raise NotYet(timedelta(seconds=9))


async def bury(_store: Store, _clock: Clock, job: Job) -> tuple[Change, ...]:
    """Return a guard that tells of the burial."""
    return (take_guard("grave", "a job", job.id),)


async def stored(api: Api, identifier: str) -> Job:
    return (await jobs_reads.get_many(api.store.table, [identifier], now=api.time.now))[identifier]


async def claimed(api: Api) -> Job:
    job = rules.new_job("kind", {}, by="me", now=api.time.now)
    await write(api.store.table, (jobs_model.add(job),))
    return await claimed_again(api, job)


async def claimed_again(api: Api, job: Job) -> Job:
    found = await domain.claim(api.store, api.time.clock(), job, holder="h")
    assert found is not None
    return found


async def is_buried(api: Api) -> bool:
    return GRAVE in await api.store.table.get_many([GRAVE])


async def test_a_job_that_is_too_early_is_due_again_after_a_while_from_where_it_is(api: Api) -> None:
    job = await domain.run(api.store, api.time.clock(), await claimed(api), not_yet, is_stopping=lambda: False)

    assert (job.status, job.progress, job.attempts, job.holder) == (JobStatus.WAITING, "1", 0, None)
    assert job.due_at == api.time.now + timedelta(seconds=9)
    assert await stored(api, job.id) == job


@pytest.mark.parametrize(("rivals", "is_done"), [(4, True), (5, False)])
async def test_a_batch_that_meets_other_writers_is_made_anew_a_few_times(api: Api, rivals: int, is_done: bool) -> None:
    job, left = await claimed(api), rivals

    async def meddle(changes: Sequence[Write]) -> None:
        nonlocal left
        puts = [change for change in changes if isinstance(change, Put) and change.item.key == guard_key("batch", "1")]
        if puts and left:
            left -= 1
            raise Conflict((puts[0].key,))

    store = replace(api.store, table=Meddled(api.store.table, meddle))
    if is_done:
        ended = await domain.run(store, api.time.clock(), job, two_batches, is_stopping=lambda: False)
        assert (ended.status, ended.progress) == (JobStatus.DONE, "2")
    else:
        with pytest.raises(Conflict):
            await domain.run(store, api.time.clock(), job, two_batches, is_stopping=lambda: False)
        assert (await stored(api, job.id)).progress == "1"
    assert left == 0


async def test_only_a_job_that_is_given_up_is_buried(api: Api) -> None:
    job = await claimed(api)
    for _ in range(rules.MOST_ATTEMPTS - 1):
        failed = await domain.fail(api.store, api.time.clock(), job.id, holder="h", error="Oops", bury=bury)
        assert failed.status is JobStatus.WAITING
        job = await claimed_again(api, failed)
    before = await is_buried(api)

    dead = await domain.fail(api.store, api.time.clock(), job.id, holder="h", error="Oops", bury=bury)

    assert (before, dead.status, await is_buried(api)) == (False, JobStatus.DEAD, True)


async def test_a_failure_is_not_noted_by_who_has_the_job_no_more(api: Api) -> None:
    job = await claimed(api)

    with pytest.raises(domain.JobLost):
        await domain.fail(api.store, api.time.clock(), job.id, holder="another", error="Oops", bury=bury)

    assert await stored(api, job.id) == job


async def test_what_a_dead_worker_had_is_due_at_once_and_the_attempt_counts(api: Api) -> None:
    first, second = await claimed(api), await claimed(api)
    waiting = rules.new_job("kind", {}, by="me", now=api.time.now + timedelta(hours=1))
    await write(api.store.table, (jobs_model.add(waiting),))

    released = await domain.release(api.store, api.time.clock())

    assert released == 2
    for job in (first, second):
        now = await stored(api, job.id)
        assert (now.status, now.holder, now.attempts, now.due_at) == (JobStatus.WAITING, None, 1, api.time.now)
    assert await stored(api, waiting.id) == waiting
    with pytest.raises(domain.JobLost):
        await domain.run(api.store, api.time.clock(), first, two_batches, is_stopping=lambda: False)


async def test_a_job_that_was_begun_too_often_is_not_begun_again(api: Api) -> None:
    job = await claimed(api)
    for _ in range(rules.MOST_CLAIMS):
        await domain.release(api.store, api.time.clock())
        job = await claimed_again(api, await stored(api, job.id))

    with pytest.raises(rules.TakenTooOften):
        await domain.run(api.store, api.time.clock(), job, two_batches, is_stopping=lambda: False)
    dead = await domain.fail(api.store, api.time.clock(), job.id, holder="h", error="TakenTooOften", bury=bury)

    assert (dead.status, dead.progress, await is_buried(api)) == (JobStatus.DEAD, None, True)
