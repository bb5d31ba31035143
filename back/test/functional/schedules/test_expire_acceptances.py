"""The daily schedule that writes down which acceptances are over, through the job that does it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

import factories
from db_model.jobs import reads as jobs_reads
from db_model.jobs.types import JobStatus
from db_model.leases import reads as leases_reads
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import Treatment, TreatmentStatus, VulnerabilityStatus
from harness import Api
from jobs import domain as jobs_domain
from meddling import Meddled
from schedules import domain
from schedules.rules import Schedule
from schedules.table import SCHEDULES
from store import Store
from store.errors import Unavailable
from store.values import Change
from triage_documents import HELD, HISTORY, TREAT, USER, accepted, in_state, seen, several, stored, submitted, treating
from worker.handlers import BURIALS, HANDLERS
from worker.loop import Kinds, Pace, work
from world import FINDING, Caller, populate

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DAILY = tuple(schedule for schedule in SCHEDULES if schedule.name == "expireAcceptances")
OVER = [accepted(each, until=HOUR) for each in several(70)]
LASTING = accepted(factories.vulnerability(FINDING, "1"), until=2 * DAY)
CLOSED = in_state(accepted(factories.vulnerability(FINDING, "2"), until=HOUR), VulnerabilityStatus.SAFE)
GONE = in_state(accepted(factories.vulnerability(FINDING, "3"), until=HOUR), VulnerabilityStatus.DELETED)
ASKED = submitted(factories.vulnerability(FINDING, "4"))
COUNTS = f'{{ finding(identifier: "{FINDING.id}") {{ treatmentSummary {{ accepted new }} }} }}'


async def fill(api: Api) -> None:
    """Store more acceptances that end than a batch takes, and what does not end."""
    await populate(api, Caller("group", "user"))
    await api.given(*OVER, LASTING, CLOSED, GONE, ASKED)


async def due_jobs(api: Api) -> list[str]:
    """Return the kinds of the jobs that are due."""
    return [job.kind for job in await jobs_reads.due(api.store.table, now=api.time.now, first=100)]


async def test_what_is_over_is_untreated_in_the_history_since_its_end(api: Api) -> None:
    await fill(api)
    api.time.move(DAY)
    shown = await seen(api, OVER[0].id, f"{HELD} {HISTORY}", as_=USER)
    kept = await stored(api, LASTING.id, GONE.id, ASKED.id)

    assert "expireAcceptances" in await api.schedules()

    ended = Treatment(TreatmentStatus.UNTREATED, factories.NOW + HOUR, "system", acceptances=1)
    ids = [*(each.id for each in OVER), CLOSED.id]
    assert [each.treatment for each in await stored(api, *ids)] == [ended] * 71
    assert set(await vulnerabilities_model.histories(api.store.table, ids, "treatment")) == {(OVER[0].treatment, ended)}
    assert await stored(api, LASTING.id, GONE.id, ASKED.id) == kept
    assert await seen(api, OVER[0].id, f"{HELD} {HISTORY}", as_=USER) == shown


async def test_counts_follow_when_it_is_written_down(api: Api) -> None:
    await fill(api)
    api.time.move(DAY)

    before = await api.ask(COUNTS, as_=USER)
    await api.schedules()
    after = await api.ask(COUNTS, as_=USER)

    assert before.data["finding"]["treatmentSummary"] == {"accepted": 71, "new": 1}
    assert after.data["finding"]["treatmentSummary"] == {"accepted": 1, "new": 71}


@pytest.mark.parametrize("batches", [1, 2])
async def test_a_worker_that_dies_leaves_the_rest_to_the_next(api: Api, batches: int) -> None:
    await fill(api)
    api.time.move(DAY)
    await domain.ask(api.store, api.time.clock(), DAILY)
    (job,) = await jobs_reads.due(api.store.table, now=api.time.now, first=10)
    claimed = await jobs_domain.claim(api.store, api.time.clock(), job, holder="first")
    assert claimed is not None
    stops = iter([False] * (batches - 1) + [True])
    await jobs_domain.run(api.store, api.time.clock(), claimed, HANDLERS[job.kind], is_stopping=lambda: next(stops))

    await api.work()

    done = (await jobs_reads.get_many(api.store.table, [job.id], now=api.time.now))[job.id]
    assert (done.status, dict(done.counts)) == (JobStatus.DONE, {"expired": 71})


async def test_what_a_person_decides_meanwhile_stays(api: Api) -> None:
    await fill(api)
    api.time.move(DAY)
    await domain.ask(api.store, api.time.clock(), DAILY)

    await api.ask(TREAT, treating("IN_PROGRESS", id=OVER[0].id), as_=USER)
    decided = await stored(api, OVER[0].id)
    await api.work()

    assert await stored(api, OVER[0].id) == decided
    assert [each.treatment.status.value for each in await stored(api, OVER[1].id)] == ["UNTREATED"]


async def test_a_schedule_is_asked_for_once_a_day_however_many_ask(api: Api) -> None:
    clock = api.time.clock()

    asked = await asyncio.gather(*(domain.ask(api.store, clock, DAILY) for _ in range(8)))
    again = await domain.ask(api.store, clock, DAILY)
    first = await due_jobs(api)
    api.time.move(timedelta(hours=11, minutes=59, seconds=59))
    early = await domain.ask(api.store, clock, DAILY)
    api.time.move(timedelta(seconds=1))
    late = await domain.ask(api.store, clock, DAILY)

    assert sorted(map(len, asked)) == [0] * 7 + [1]
    assert (again, first, early, late) == ((), ["expireAcceptances"], (), DAILY)
    lease = (await leases_reads.get_many(api.store.table, ["expireAcceptances"], now=api.time.now))["expireAcceptances"]
    assert (lease.planned_at, lease.asked_at, lease.version) == (api.time.now, api.time.now, 2)
    assert lease.job_id in {job.id for job in await jobs_reads.due(api.store.table, now=api.time.now, first=10)}


async def test_days_without_a_worker_are_made_up_for_once(api: Api) -> None:
    await api.schedules()
    api.time.move(30 * DAY)

    assert [await api.schedules(), await api.schedules()] == [tuple(schedule.name for schedule in SCHEDULES), ()]


QUICK = Pace(at_once=2, between_looks=timedelta(milliseconds=5))
HOURLY = Schedule("hourly", "expireAcceptances", every=HOUR)


async def test_a_worker_asks_for_schedules_and_does_their_jobs_at_most_once_a_minute(api: Api) -> None:
    await fill(api)
    api.time.move(DAY)
    stop, asked = asyncio.Event(), list[object]()

    async def meddle(changes: Sequence[Change]) -> None:
        asked.extend(change.key.partition for change in changes if change.key.partition.startswith("LEASE#"))

    store = Store(table=Meddled(api.store.table, meddle), blobs=api.store.blobs, index=api.store.index)
    working = asyncio.create_task(work(store, api.time.clock(), Kinds(HANDLERS, BURIALS), stop, QUICK, schedules=(*DAILY, HOURLY)))
    await _until(api, "UNTREATED")
    before = tuple(asked)
    api.time.move(HOUR)
    async with asyncio.timeout(10):
        while len(asked) == len(before):  # noqa: ASYNC110 -- the store tells nobody
            await asyncio.sleep(0.005)
    stop.set()
    await working

    assert (before, asked[2:]) == (("LEASE#expireAcceptances", "LEASE#hourly"), ["LEASE#hourly"])


async def _until(api: Api, status: str) -> None:
    """Wait until the last acceptance has this treatment."""
    async with asyncio.timeout(10):
        while [each.treatment.status.value for each in await stored(api, OVER[-1].id)] != [status]:  # noqa: ASYNC110 -- the store tells nobody
            await asyncio.sleep(0.005)


async def test_a_worker_goes_on_when_schedules_cannot_be_asked_for(api: Api) -> None:
    stop, tries = asyncio.Event(), list[int]()

    async def meddle(_changes: Sequence[Change]) -> None:
        tries.append(1)
        stop.set()
        raise Unavailable("gone")

    store = Store(table=Meddled(api.store.table, meddle), blobs=api.store.blobs, index=api.store.index)
    async with asyncio.timeout(10):
        await work(store, api.time.clock(), Kinds(HANDLERS, BURIALS), stop, QUICK, schedules=DAILY)

    assert (tries, await due_jobs(api)) == ([1], [])
