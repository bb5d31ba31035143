"""Scans of one root are applied one after the other, in the order in which they were asked for."""

from datetime import timedelta
from typing import Any

import factories
from db_model.jobs import reads as jobs_reads
from db_model.jobs.types import Job, JobStatus
from db_model.scans import reads as scans_model
from db_model.scans.types import Scan
from harness import Api
from jobs import domain as jobs_domain
from jobs.rules import MOST_ATTEMPTS
from sarif_files import result, run, sarif
from scan_documents import ask_for_scan, counts_of, look_at_scan
from scans import jobs as scans_jobs
from world import GROUP, MANAGER, Caller, populate

ROOT = factories.git_root(of=GROUP)
FILE = sarif(run([result(), result(ruleId="R2")]))
OTHER = sarif(run([result()]))


async def asked(api: Api, file: bytes = FILE, **options: Any) -> str:
    # Ids are in the order of the milliseconds in which they are made.
    api.time.move(timedelta(milliseconds=5))
    answer = await ask_for_scan(api, file, as_=MANAGER, group=GROUP.name, **options)
    assert answer.errors == ()
    return str(answer.data["importScan"]["scan"]["id"])


async def job_of(api: Api, scan_id: str) -> Job:
    (found,) = [job for job in await jobs_reads.due(api.store.table, now=api.time.now, first=10) if job.subject == {"scan": scan_id}]
    return found


async def given_back_after(api: Api, scan_id: str, batches: int) -> Job:
    """Do some batches of a scan, as a worker does that is told to stop."""
    left = iter([False] * (batches - 1) + [True])
    job = await jobs_domain.claim(api.store, api.time.clock(), await job_of(api, scan_id), holder="a test")
    assert job is not None
    return await jobs_domain.run(api.store, api.time.clock(), job, scans_jobs.import_scan, is_stopping=lambda: next(left))


async def failing_attempt(api: Api, scan_id: str) -> Job:
    """Let a worker fail with the job of a scan, and time pass until it is due again."""
    job = await jobs_domain.claim(api.store, api.time.clock(), await job_of(api, scan_id), holder="a test")
    assert job is not None
    failed = await jobs_domain.fail(api.store, api.time.clock(), job.id, holder="a test", error="Boom", bury=scans_jobs.bury)
    api.time.move(timedelta(minutes=11))
    return failed


async def scan_of(api: Api, scan_id: str) -> Scan:
    found = await api.loaders().scan.load(scan_id)
    assert found is not None
    return found


async def test_a_scan_waits_for_the_one_that_is_being_applied(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    first, second = await asked(api), await asked(api, OTHER)
    await given_back_after(api, first, 1)

    waiting = await given_back_after(api, second, 1)

    assert (waiting.status, waiting.attempts, waiting.due_at) == (JobStatus.WAITING, 0, api.time.now + timedelta(seconds=1))
    assert (await scan_of(api, second)).status == "QUEUED"
    assert await scans_model.turn_of(api.store.table, ROOT.id) == first
    await api.work()
    api.time.move(timedelta(seconds=1))
    await api.work()
    assert await scans_model.turn_of(api.store.table, ROOT.id) is None
    assert counts_of(await look_at_scan(api, first, as_=MANAGER, group=GROUP.name)) == {"created": 2}
    assert counts_of(await look_at_scan(api, second, as_=MANAGER, group=GROUP.name)) == {"unchanged": 1, "closed": 1}


async def test_the_one_that_was_asked_for_first_is_applied_first(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    first = await asked(api)
    second = await asked(api, OTHER)

    waiting = await given_back_after(api, second, 1)

    assert waiting.status is JobStatus.WAITING
    assert (await scan_of(api, second)).status == "QUEUED"
    assert (await scan_of(api, first)).status == "QUEUED"


async def test_a_dry_run_waits_and_lets_nobody_wait(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    first = await asked(api)
    await given_back_after(api, first, 1)
    dry = await asked(api, OTHER, dryRun=True)

    waiting = await given_back_after(api, dry, 1)
    await api.work()
    api.time.move(timedelta(seconds=1))
    await given_back_after(api, dry, 1)
    real = await asked(api, OTHER)
    await api.work()

    assert waiting.status is JobStatus.WAITING
    assert counts_of(await look_at_scan(api, dry, as_=MANAGER, group=GROUP.name)) == {"unchanged": 1, "closed": 1}
    assert counts_of(await look_at_scan(api, real, as_=MANAGER, group=GROUP.name)) == {"unchanged": 1, "closed": 1}


async def test_scans_of_two_roots_do_not_wait_for_each_other(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT, factories.git_root("other", of=GROUP))
    first, second = await asked(api), await asked(api, root="other")
    await given_back_after(api, first, 1)

    await api.work()

    assert [(await scan_of(api, each)).status for each in (first, second)] == ["DONE", "DONE"]


async def test_a_scan_whose_job_is_given_up_fails_and_lets_the_next_one_begin(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    first, second = await asked(api), await asked(api, OTHER)
    await given_back_after(api, first, 1)
    attempts = [await failing_attempt(api, first) for _ in range(MOST_ATTEMPTS)]

    await api.work()

    lost = await scan_of(api, first)
    assert [each.status for each in attempts] == [JobStatus.WAITING] * (MOST_ATTEMPTS - 1) + [JobStatus.DEAD]
    assert (lost.status, lost.error) == ("FAILED", scans_jobs.GIVEN_UP)
    assert counts_of(await look_at_scan(api, second, as_=MANAGER, group=GROUP.name)) == {"created": 1}


async def test_a_scan_of_a_group_that_was_removed_fails(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    scan_id = await asked(api)
    removed = await api.ask(
        f'mutation {{ removeGroup(groupName: "{GROUP.name}", reason: NO_SYSTEM, comments: "") {{ success }} }}', as_=MANAGER
    )
    assert removed.errors == ()

    await api.work()

    (found,) = (await scans_model.get_many(api.store.table, (scan_id,), now=api.time.now)).values()
    assert (found.status, found.error) == ("FAILED", "Access denied")
