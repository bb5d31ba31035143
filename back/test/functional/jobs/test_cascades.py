"""What follows from a command for many vulnerabilities, as jobs."""

import pytest

import factories
from db_model.jobs import reads as jobs_reads
from db_model.jobs.types import JobStatus
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import StateReason, VulnerabilityStatus
from finding_documents import UPDATE_SEVERITY, WEIGHTS
from harness import Api
from jobs import domain as jobs_domain
from worker.handlers import HANDLERS
from world import ADMIN, FINDING, RIVAL_VULNERABILITY, VULNERABILITY, Caller, populate

LOW = "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"
NUMBER = 70
"""More than two batches."""
MANY = [factories.vulnerability(FINDING, str(number)) for number in range(1, NUMBER)]
OWN = factories.vulnerability(FINDING, str(NUMBER), severity=FINDING.severity)
SAFE = factories.vulnerability(FINDING, str(NUMBER + 1), state=VULNERABILITY.state._replace(status=VulnerabilityStatus.SAFE))
REMOVE = f'mutation {{ removeFinding(findingId: "{FINDING.id}", justification: DUPLICATED) {{ success }} }}'
SCORE = {"findingId": FINDING.id, "cvssVersion": "3.1", "cvssVector": LOW, **{name: str(weight) for name, weight in WEIGHTS.items()}}


async def fill(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    await api.given(*MANY, OWN, SAFE)


async def stored(api: Api) -> list[object]:
    ids = [each.id for each in (VULNERABILITY, *MANY, OWN, SAFE, RIVAL_VULNERABILITY)]
    found = await vulnerabilities_model.get_many(api.store.table, ids, now=api.time.now)
    return [found[identifier] for identifier in ids]


async def test_all_vulnerabilities_of_a_removed_finding_are_removed_for_its_reason(api: Api) -> None:
    await fill(api)
    before = await stored(api)

    assert (await api.ask(REMOVE, as_=ADMIN)).errors == ()
    await api.work()

    *removed, rival = await stored(api)
    states = {(each.state.status, each.state.reasons, each.state.modified_by) for each in removed}  # type: ignore[attr-defined]
    assert states == {(VulnerabilityStatus.DELETED, frozenset({StateReason.DUPLICATED}), ADMIN)}
    assert rival == before[-1]


async def test_vulnerabilities_follow_the_score_of_their_finding_unless_they_have_their_own(api: Api) -> None:
    await fill(api)

    assert (await api.ask(UPDATE_SEVERITY, SCORE, as_=ADMIN)).errors == ()
    await api.work()

    scores = [str(each.score) for each in await stored(api)]  # type: ignore[attr-defined]
    assert scores == ["1.6"] * NUMBER + ["9.8", "1.6", "9.8"]


@pytest.mark.parametrize("batches", [0, 1, 2])
async def test_a_worker_that_dies_between_batches_leaves_the_rest_to_the_next(api: Api, batches: int) -> None:
    await fill(api)
    await api.ask(REMOVE, as_=ADMIN)
    (job,) = await jobs_reads.due(api.store.table, now=api.time.now, first=10)
    claimed = await jobs_domain.claim(api.store, api.time.clock(), job, holder="first")
    assert claimed is not None
    stops = iter([False] * batches + [True])
    given_back = await jobs_domain.run(api.store, api.time.clock(), claimed, HANDLERS[job.kind], is_stopping=lambda: next(stops))
    assert given_back.status is JobStatus.WAITING

    await api.work()

    *removed, _ = await stored(api)
    assert {each.state.status for each in removed} == {VulnerabilityStatus.DELETED}  # type: ignore[attr-defined]
    done = (await jobs_reads.get_many(api.store.table, [job.id], now=api.time.now))[job.id]
    assert (done.status, dict(done.counts)) == (JobStatus.DONE, {"removed": NUMBER + 2})
    histories = await vulnerabilities_model.histories(api.store.table, [MANY[0].id], "state")
    assert len(histories[0]) == 2
