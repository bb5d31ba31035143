"""A worker that is killed in the middle of a scan, again and again, and one that never is, leave the same store."""

import asyncio
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import factories
from db_model import reads
from db_model.analyses.types import AnalysisId
from db_model.facet import Facet
from db_model.findings import reads as findings_model
from db_model.jobs import reads as jobs_model
from db_model.scan_identities import facet as identities
from db_model.scan_identities import reads as identities_model
from db_model.scan_rows import facet as rows
from db_model.scans.types import Counts, Scan, has_ended
from db_model.vulnerabilities import counts
from db_model.vulnerabilities import facet as vulnerabilities
from db_model.vulnerabilities import reads as vulnerabilities_model
from harness import Api, serving
from sarif_files import location, result, run, sarif
from scan_documents import ask_for_scan, counts_of, imported
from store.index import Anywhere
from store.table import Table
from store.values import Query
from world import GROUP, MANAGER, Caller, populate

T = TypeVar("T")
KILLS = 20
SECONDS = 120
ROOT = factories.git_root(of=GROUP)
COMMAND = Path(sys.executable).with_name("integrates")


def found(number: int, *, line: int) -> dict[str, object]:
    place = location(f"src/{number % 40}.py", line=line, snippet={"text": f"call({number // 2})"})
    return result(ruleId=f"R{number % 7}", locations=[place])


BEFORE = sarif(run([found(number, line=number + 1) for number in range(400)]))
# Of the first ones half are gone, the others moved; most are new.
AFTER = sarif(run([found(number, line=number + 9) for number in range(200, 3_000)]))


async def prepared(api: Api) -> str:
    """Import the first file, and ask for the second."""
    api.time.now = datetime.now(UTC)
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    first = await imported(api, BEFORE, as_=MANAGER, group=GROUP.name)
    assert counts_of(first) == {"created": 400}
    answer = await ask_for_scan(api, AFTER, as_=MANAGER, group=GROUP.name, closeMissing=True)
    return str(answer.data["importScan"]["scan"]["id"])


async def left_behind(api: Api, scan_id: str) -> Any:
    """Return all that a scan left in the store, without ids and times, which differ between two stores."""
    table, now = api.store.table, api.time.now
    scan = await api.loaders().scan.load(scan_id)
    assert scan is not None
    assert (scan.status, scan.error) == ("DONE", None)
    made = await everything(table, vulnerabilities.FACET, vulnerabilities_model.of_root(ROOT.id), now)
    known = await everything(table, identities.FACET, identities_model.of_analysis(AnalysisId(ROOT.id, "T", "")), now)
    chunks = await everything(table, rows.FACET, reads.under(None, rows.of_scan(scan_id)), now)
    states = await vulnerabilities_model.histories(table, [each.id for each in made], "state")
    findings = await findings_model.get_many(table, sorted({each.finding_id for each in made}), now=now)
    indexed = await counts.of_findings(api.store.index, Anywhere(), tuple(findings))
    told = sorted((row.outcome, row.where, row.specific, row.result) for chunk in chunks for row in chunk.rows if row.where)
    return {
        "scan": (scan.counts, scan.warnings, scan.tools, scan.results),
        "rows": told,
        "identities": sorted((each.fingerprint, each.ordinal) for each in known),
        "vulnerabilities": sorted(
            (each.state[:4], len(of), each.version, said.fingerprint, said.ordinal, said.rule, said.last_scan == scan_id)
            for each, of in zip(made, states, strict=True)
            if (said := each.scanned)
        ),
        "findings": Counter(findings[each.finding_id].title for each in made),
        "indexed": {findings[key].title: number for key, number in indexed.items()},
        "jobs": (await jobs_model.running(table, now=now), await jobs_model.dead(table, now=now, first=1)),
    }


async def everything(table: Table, facet: Facet[T], query: Query, now: datetime) -> tuple[T, ...]:
    (page,) = await reads.pages(table, facet, (replace(query, first=10_000),), now=now)
    return page.items


async def killed_at_random(api: Api, scan_id: str, folder: Path) -> int:
    """Let workers do the scan, each killed a moment after it has begun, and the last one end; return how many were killed."""
    chance, kills = random.Random(7), 0
    while True:
        before = await holder_of(api, scan_id)
        worker = await asyncio.create_subprocess_exec(str(COMMAND), "worker", "--data", str(folder / "data"), stderr=subprocess.DEVNULL)
        try:
            await until_taken(api, scan_id, before)
            if kills == KILLS:
                await until_ended(api, scan_id)
                return kills
            await asyncio.sleep(chance.uniform(0.0, 0.08))
            assert not has_ended(await read(api, scan_id)), "the scan is too short for so many kills"
        finally:
            worker.kill()
            await worker.wait()
        kills += 1


async def read(api: Api, scan_id: str) -> Scan:
    scan = await api.loaders().scan.load(scan_id)
    assert scan is not None
    return scan


async def until_taken(api: Api, scan_id: str, before: str | None) -> None:
    """Wait until a worker has the job of the scan anew."""
    async with asyncio.timeout(SECONDS):
        while await holder_of(api, scan_id) in {None, before}:  # noqa: ASYNC110 -- another process does it
            await asyncio.sleep(0.005)


async def holder_of(api: Api, scan_id: str) -> str | None:
    running = await jobs_model.running(api.store.table, now=api.time.now)
    return next((job.holder for job in running if job.subject == {"scan": scan_id}), None)


async def until_ended(api: Api, scan_id: str) -> None:
    async with asyncio.timeout(SECONDS):
        while not has_ended(await read(api, scan_id)):  # noqa: ASYNC110 -- another process does it
            await asyncio.sleep(0.05)


async def test_twenty_kills_of_a_worker_leave_the_store_of_a_scan_that_was_never_killed(tmp_path: Path) -> None:
    async with serving(tmp_path / "killed") as killed, serving(tmp_path / "whole") as whole:
        of_killed, of_whole = await prepared(killed), await prepared(whole)
        await whole.work()

        kills = await killed_at_random(killed, of_killed, tmp_path / "killed")

        expected = await left_behind(whole, of_whole)
        assert kills == KILLS
        assert expected["scan"][0] == Counts(created=2_600, unchanged=200, closed=200)
        assert await left_behind(killed, of_killed) == expected
