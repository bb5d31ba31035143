"""`integrates jobs` on a data folder."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

import factories
from cli.main import main
from clock import new_uuid
from db_model.commit import write
from db_model.jobs import reads as jobs_reads
from db_model.jobs import writes as jobs_model
from db_model.jobs.types import Job, JobStatus
from harness import Api, serving
from jobs.rules import new_job

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command on the data folder that `serving` opens; in a thread, as it has an event loop of its own."""
    return lambda *arguments: CliRunner().invoke(main, ["jobs", *arguments, "--data", str(tmp_path / "data")])


def dead_job(number: int) -> Job:
    """Return a job that was given up half-way."""
    made = new_job("scoreVulnerabilitiesOfFinding", {"finding": f"f{number}"}, by="me@okada.test", now=factories.NOW)
    at = factories.NOW + factories.MINUTE * number
    return made._replace(
        status=JobStatus.DEAD, due_at=at, ended_at=at, error="TooLarge", attempts=8, progress="half", counts={"scored": 30}
    )


async def store(tmp_path: Path, *jobs: Job) -> None:
    async with serving(tmp_path) as api:
        await write(api.store.table, tuple(map(jobs_model.add, jobs)))


async def stored(api: Api, job: Job) -> Job:
    return (await jobs_reads.get_many(api.store.table, [job.id], now=api.time.now))[job.id]


async def test_jobs_that_were_given_up_are_listed_for_people_and_for_scripts(tmp_path: Path, run: Run) -> None:
    first, second = dead_job(1), dead_job(2)
    waiting = new_job("removeVulnerabilitiesOfFinding", {}, by="me", now=factories.NOW)
    await store(tmp_path, first, second, waiting)

    text = (await asyncio.to_thread(run, "--dead")).stdout
    rows = orjson.loads((await asyncio.to_thread(run, "--dead", "--json")).stdout)

    assert text.splitlines() == [
        f"{each.id}  scoreVulnerabilitiesOfFinding  finding=f{number}  TooLarge  given up 2026-11-25 12:0{number}:00 UTC"
        for number, each in ((1, first), (2, second))
    ]
    assert [row["id"] for row in rows] == [first.id, second.id]
    assert {name: value for name, value in rows[0].items() if name != "id"} == {
        "kind": "scoreVulnerabilitiesOfFinding",
        "subject": {"finding": "f1"},
        "error": "TooLarge",
        "attempts": 8,
        "counts": {"scored": 30},
        "createdBy": "me@okada.test",
        "createdAt": "2026-11-25 12:00:00",
        "endedAt": "2026-11-25 12:01:00",
    }


async def test_without_dead_jobs_there_is_nothing_to_list(tmp_path: Path, run: Run) -> None:
    await store(tmp_path, new_job("removeVulnerabilitiesOfFinding", {}, by="me", now=factories.NOW))

    results = [await asyncio.to_thread(run, "--dead", *more) for more in ((), ("--json",))]

    assert [(result.exit_code, result.stdout) for result in results] == [(0, ""), (0, "[]\n")]


async def test_a_job_that_was_given_up_is_due_again_from_where_it_was(tmp_path: Path, run: Run) -> None:
    dead, other = dead_job(1), dead_job(2)
    await store(tmp_path, dead, other)

    result = await asyncio.to_thread(run, "--retry", dead.id.upper())

    assert (result.exit_code, result.stdout) == (0, f"{dead.id} (scoreVulnerabilitiesOfFinding) is due again\n")
    async with serving(tmp_path) as api:
        revived = await stored(api, dead)
        assert (revived.status, revived.attempts, revived.progress) == (JobStatus.WAITING, 0, "half")
        assert (await stored(api, other)).status is JobStatus.DEAD


async def test_only_a_job_that_was_given_up_can_be_tried_anew(tmp_path: Path, run: Run) -> None:
    waiting = new_job("removeVulnerabilitiesOfFinding", {}, by="me", now=factories.NOW)
    await store(tmp_path, waiting)

    for identifier in (waiting.id, new_uuid(), "", "JOB#%"):
        result = await asyncio.to_thread(run, "--retry", identifier)

        assert (result.exit_code, result.output) == (1, f"Error: no job that was given up has the id {identifier}\n")
    async with serving(tmp_path) as api:
        assert await stored(api, waiting) == waiting


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((), "give one of --dead and --retry"),
        (("--dead", "--retry", "x"), "give one of --dead and --retry"),
        (("--retry", "x", "--json"), "--json goes with --dead"),
    ],
)
def test_flags_that_mean_nothing_together_are_refused(run: Run, arguments: tuple[str, ...], text: str) -> None:
    result = run(*arguments)

    assert (result.exit_code, text in result.output) == (2, True)
