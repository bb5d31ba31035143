"""People go on working while a scan is applied: what they did between its plan and its batches counts, and is never written over."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

import factories
from db_model import reads
from db_model.jobs import reads as jobs_reads
from db_model.jobs.types import Job
from db_model.scans import reads as scans_model
from db_model.scans.types import Scan
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.facet import FACET as VULNERABILITIES
from harness import Api
from jobs import domain as jobs_domain
from meddling import Meddled
from sarif_files import location, result, run, sarif
from scan_documents import ask_for_scan, counts_of, imported, look_at_scan
from scans import jobs as scans_jobs
from store.values import Change
from world import GROUP, MANAGER, Caller, populate

HACKER = str(Caller("group", "hacker").email)
REVIEWER = str(Caller("group", "reviewer").email)
ROOT = factories.git_root(of=GROUP)
RESULTS = [result(locations=[location(line=line, snippet={"text": f"f({line})"})]) for line in range(1, 6)]
_OF = 'findingId: "{finding}", vulnerabilities: ["{id}"]'
CLOSE = f"mutation {{{{ closeVulnerabilities({_OF}) {{{{ success }}}} }}}}"
REMOVE = 'mutation {{ removeVulnerability(findingId: "{finding}", id: "{id}", justification: FALSE_POSITIVE) {{ success }} }}'
CLAIM = f'mutation {{{{ requestVulnerabilitiesZeroRisk({_OF}, justification: "none") {{{{ success }}}} }}}}'
CONFIRM = f'mutation {{{{ confirmVulnerabilitiesZeroRisk({_OF}, justification: "none") {{{{ success }}}} }}}}'
REMOVE_FINDING = 'mutation {{ removeFinding(findingId: "{finding}", justification: NOT_REQUIRED) {{ success }} }}'
SCORE = """mutation {{ updateVulnerabilitiesSeverity(findingId: "{finding}", vulnerabilityIds: ["{id}"], cvssVector:
    "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N") {{ success }} }}"""
REMOVE_GROUP = f'mutation {{ removeGroup(groupName: "{GROUP.name}", reason: NO_SYSTEM, comments: "") {{ success }} }}'
DEACTIVATE = f'mutation {{ deactivateRoot(groupName: "{GROUP.name}", id: "{ROOT.id}", other: "", reason: OUT_OF_SCOPE) {{ success }} }}'


async def planned(api: Api, *results: object) -> tuple[str, Any]:
    """Import five results, plan another scan of these, and return its id and the rows of the first."""
    await populate(api, *(Caller("group", role) for role in ("user_manager", "hacker", "reviewer")))
    await api.given(ROOT)
    first = await imported(api, sarif(run(RESULTS)), as_=MANAGER, group=GROUP.name)
    asked = await ask_for_scan(api, sarif(run(results)), as_=MANAGER, group=GROUP.name, closeMissing=True)
    scan_id = str(asked.data["importScan"]["scan"]["id"])
    # The first batch begins the scan, the second is its plan.
    left = iter([False, True])
    await run_job(api, await claimed(api, scan_id), is_stopping=lambda: next(left))
    assert (await scan_of(api, scan_id)).plan is not None
    return scan_id, [edge["node"] for edge in first["rows"]["edges"]]


async def claimed(api: Api, scan_id: str) -> Job:
    job = next(each for each in await jobs_reads.due(api.store.table, now=api.time.now, first=9) if each.subject == {"scan": scan_id})
    found = await jobs_domain.claim(api.store, api.time.clock(), job, holder="a test")
    assert found is not None
    return found


async def run_job(api: Api, job: Job, *, is_stopping: Callable[[], bool]) -> None:
    await jobs_domain.run(api.store, api.time.clock(), job, scans_jobs.import_scan, is_stopping=is_stopping)


async def scan_of(api: Api, scan_id: str) -> Scan:
    (found,) = (await scans_model.get_many(api.store.table, (scan_id,), now=api.time.now)).values()
    return found


async def does(api: Api, document: str, row: Any, *, as_: str) -> str:
    """Let somebody do something with the vulnerability of a row, and return its finding."""
    vulnerability = await api.loaders().vulnerability.load(row["vulnerabilityId"])
    assert vulnerability is not None
    answer = await api.ask(document.format(finding=vulnerability.finding_id, id=vulnerability.id), as_=as_)
    assert answer.errors == ()
    return vulnerability.finding_id


async def applied(api: Api, scan_id: str) -> Any:
    await api.work()
    return await look_at_scan(api, scan_id, as_=MANAGER, group=GROUP.name)


async def test_what_was_closed_meanwhile_and_is_in_the_file_came_back(api: Api) -> None:
    scan_id, rows = await planned(api, *RESULTS)
    await does(api, CLOSE, rows[0], as_=HACKER)

    assert counts_of(await applied(api, scan_id)) == {"unchanged": 4, "reopened": 1}


async def test_what_was_removed_meanwhile_stays_away(api: Api) -> None:
    scan_id, rows = await planned(api, *RESULTS)
    await does(api, REMOVE, rows[0], as_=HACKER)

    assert counts_of(await applied(api, scan_id)) == {"unchanged": 4, "dismissed": 1}
    assert await api.loaders().vulnerability.load(rows[0]["vulnerabilityId"]) is None


async def test_what_was_confirmed_to_be_no_risk_meanwhile_is_dismissed_and_keeps_that(api: Api) -> None:
    scan_id, rows = await planned(api, *RESULTS)
    await does(api, CLAIM, rows[0], as_=MANAGER)
    await does(api, CONFIRM, rows[0], as_=REVIEWER)

    scan = await applied(api, scan_id)

    kept = await api.loaders().vulnerability.load(rows[0]["vulnerabilityId"])
    assert counts_of(scan) == {"unchanged": 4, "dismissed": 1}
    assert kept is not None
    assert kept.zero_risk is not None
    assert kept.zero_risk.status == "CONFIRMED"


@pytest.mark.parametrize("document", [CLOSE, REMOVE])
async def test_what_is_to_be_closed_and_was_closed_or_removed_meanwhile_is_left_as_it_is(api: Api, document: str) -> None:
    scan_id, rows = await planned(api, *RESULTS[1:])
    await does(api, document, rows[0], as_=HACKER)
    before = {row for row in api.snapshot() if rows[0]["vulnerabilityId"] in str(row[1])}

    scan = await applied(api, scan_id)

    assert counts_of(scan) == {"unchanged": 4}
    assert {row for row in api.snapshot() if rows[0]["vulnerabilityId"] in str(row[1])} == before


async def test_what_is_new_when_its_finding_was_removed_meanwhile_gets_another_finding(api: Api) -> None:
    new = result(locations=[location("new.py")])
    scan_id, rows = await planned(api, *RESULTS, new)
    removed = await does(api, REMOVE_FINDING, rows[0], as_=HACKER)

    scan = await applied(api, scan_id)

    (made,) = [edge["node"] for edge in scan["rows"]["edges"] if edge["node"]["outcome"] == "CREATED"]
    found = await api.loaders().vulnerability.load(made["vulnerabilityId"])
    assert scan["status"] == "DONE"
    assert sum(scan["counts"][name] for name in ("created", "unchanged", "dismissed")) == 6
    assert found is not None
    assert found.finding_id != removed


async def test_a_root_that_was_deactivated_meanwhile_ends_the_scan(api: Api) -> None:
    scan_id, _ = await planned(api, *RESULTS)
    answer = await api.ask(DEACTIVATE, as_=MANAGER)

    scan = await applied(api, scan_id)

    assert answer.errors == ()
    assert (scan["status"], scan["error"]) == ("FAILED", "Exception - The root is not active")
    assert counts_of(scan) == {}


async def test_a_severity_that_a_person_gave_meanwhile_stays(api: Api) -> None:
    scan_id, rows = await planned(api, *RESULTS)
    await does(api, SCORE, rows[0], as_=HACKER)
    given = await api.loaders().vulnerability.load(rows[0]["vulnerabilityId"])

    scan = await applied(api, scan_id)

    kept = await api.loaders().vulnerability.load(rows[0]["vulnerabilityId"])
    assert counts_of(scan) == {"unchanged": 5}
    assert given is not None
    assert kept is not None
    assert (kept.score, kept.severity) == (given.score, given.severity)
    assert kept.score < 2


async def test_a_group_that_was_removed_meanwhile_ends_the_scan(api: Api) -> None:
    scan_id, _ = await planned(api, *RESULTS, result(locations=[location("new.py")]))
    answer = await api.ask(REMOVE_GROUP, as_=MANAGER)

    await api.work()

    scan = await scan_of(api, scan_id)
    assert answer.errors == ()
    assert (scan.status, scan.error, scan.processed) == ("FAILED", "Access denied", 0)


async def test_a_scan_that_is_being_applied_adds_nothing_to_a_root_that_was_just_deactivated(api: Api) -> None:
    new = [result(locations=[location(f"{number}.py")]) for number in range(200)]
    scan_id, _ = await planned(api, *RESULTS, *new)
    writes = 0

    async def meddle(changes: Sequence[Change]) -> None:
        nonlocal writes
        writes += any(change.key.partition.startswith("VULN#") for change in changes)
        if writes == 2:
            writes += 1
            assert (await api.ask(DEACTIVATE, as_=MANAGER)).errors == ()
            await api.work()

    store = replace(api.store, table=Meddled(api.store.table, meddle))
    job = await claimed(api, scan_id)
    await jobs_domain.run(store, api.time.clock(), job, scans_jobs.import_scan, is_stopping=lambda: False)

    scan = await scan_of(api, scan_id)
    (page,) = await reads.pages(
        api.store.table, VULNERABILITIES, (replace(vulnerabilities_model.of_root(ROOT.id), first=1_000),), now=api.time.now
    )
    assert scan.status == "FAILED"
    assert 0 < scan.counts.created < 200
    assert {each.state.status for each in page.items} == {"SAFE"}
    assert len(page.items) == len(RESULTS) + scan.counts.created
