"""What follows for the vulnerabilities of roots that are no longer tested, as jobs."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta

import pytest

import factories
from clock import Clock
from db_model.jobs import reads as jobs_reads
from db_model.jobs.types import Job, JobStatus
from db_model.roots.types import DeactivationReason, Root, RootStatus
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import StateReason, Vulnerability, VulnerabilityStatus
from groups import cascades as groups_cascades
from harness import Api, serving
from jobs import domain as jobs_domain
from jobs.batches import Batch, Handler
from roots import cascades
from store import Store
from world import ADMIN, FINDING, GROUP, MANAGER, RIVAL_VULNERABILITY, VULNERABILITY, Caller, populate

ROOT = factories.git_root(of=GROUP)
OTHER_ROOT = factories.git_root("other", of=GROUP)
NUMBER = 70
"""More than two batches."""
MANY = [factories.vulnerability(FINDING, str(number), ROOT) for number in range(1, NUMBER + 1)]
ELSEWHERE = factories.vulnerability(FINDING, "90", OTHER_ROOT)
DEACTIVATE = 'mutation ($id: ID!) { deactivateRoot(groupName: "unittesting", id: $id, reason: OTHER, other: "Sold") { success } }'
ACTIVATE = 'mutation ($id: ID!) { activateRoot(groupName: "unittesting", id: $id) { success } }'
SERVICE = """mutation ($service: ServiceType!) { updateGroup(groupName: "unittesting", comments: "", hasAsm: true, hasMachine: true,
  hasSquad: false, reason: NONE, subscription: CONTINUOUS, service: $service) { success } }"""


def in_state(digit: str, status: VulnerabilityStatus) -> Vulnerability:
    return factories.vulnerability(FINDING, digit, ROOT, state=VULNERABILITY.state._replace(status=status))


async def fill(api: Api, *more: Vulnerability) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("platform", "admin"))
    await api.given(ROOT, OTHER_ROOT, *MANY, ELSEWHERE, *more)


async def stored(api: Api, vulnerabilities: Sequence[Vulnerability]) -> list[Vulnerability]:
    found = await vulnerabilities_model.get_many(api.store.table, [each.id for each in vulnerabilities], now=api.time.now)
    return [found[each.id] for each in vulnerabilities]


async def run_batches(api: Api, number: int) -> Job:
    """Do so many batches of the job that is due, and give it back."""
    (job,) = await jobs_reads.due(api.store.table, now=api.time.now, first=10)
    claimed = await jobs_domain.claim(api.store, api.time.clock(), job, holder="first")
    assert claimed is not None
    stops = iter([False] * (number - 1) + [True])
    return await jobs_domain.run(api.store, api.time.clock(), claimed, cascades.close_vulnerabilities, is_stopping=lambda: next(stops))


async def test_what_is_open_in_a_deactivated_root_is_closed_as_excluded(api: Api) -> None:
    await fill(api)
    api.time.move(timedelta(days=1))

    assert (await api.ask(DEACTIVATE, {"id": ROOT.id}, as_=MANAGER)).errors == ()
    await api.work()

    ends = {(each.state.status, each.state.reasons, each.state.modified_by, each.closed_at) for each in await stored(api, MANY)}
    assert ends == {(VulnerabilityStatus.SAFE, frozenset({StateReason.EXCLUSION}), MANAGER, api.time.now)}
    histories = await vulnerabilities_model.histories(api.store.table, [MANY[0].id], "state")
    assert len(histories[0]) == 2


async def test_drafts_of_a_deactivated_root_are_gone_and_the_rest_stays_as_it_is(api: Api) -> None:
    drafts = [in_state("91", VulnerabilityStatus.SUBMITTED), in_state("92", VulnerabilityStatus.REJECTED)]
    rest = [in_state("93", VulnerabilityStatus.SAFE), in_state("94", VulnerabilityStatus.DELETED)]
    await fill(api, *drafts, *rest)
    unchanged = [*rest, ELSEWHERE, VULNERABILITY, RIVAL_VULNERABILITY]
    before = await stored(api, unchanged)

    await api.ask(DEACTIVATE, {"id": ROOT.id}, as_=MANAGER)
    (job,) = await jobs_reads.due(api.store.table, now=api.time.now, first=10)
    await api.work()

    ends = {(each.state.status, each.state.reasons) for each in await stored(api, drafts)}
    assert ends == {(VulnerabilityStatus.DELETED, frozenset({StateReason.EXCLUSION}))}
    assert await stored(api, unchanged) == before
    done = (await jobs_reads.get_many(api.store.table, [job.id], now=api.time.now))[job.id]
    assert (done.status, dict(done.counts)) == (JobStatus.DONE, {"excluded": NUMBER + 2})


@pytest.mark.parametrize("batches", [1, 2])
async def test_a_root_that_is_active_again_keeps_what_was_not_closed_yet(api: Api, batches: int) -> None:
    await fill(api)
    await api.ask(DEACTIVATE, {"id": ROOT.id}, as_=MANAGER)
    assert (await run_batches(api, batches)).status is JobStatus.WAITING
    before = [each.state.status for each in await stored(api, MANY)]
    assert before.count(VulnerabilityStatus.SAFE) == 30 * batches

    assert (await api.ask(ACTIVATE, {"id": ROOT.id}, as_=MANAGER)).errors == ()
    await api.work()

    assert [each.state.status for each in await stored(api, MANY)] == before
    assert await jobs_reads.due(api.store.table, now=api.time.now, first=10) == ()


async def test_a_root_that_becomes_active_between_a_read_and_its_batch_keeps_what_is_open(api: Api) -> None:
    await fill(api)
    await api.ask(DEACTIVATE, {"id": ROOT.id}, as_=MANAGER)
    (job,) = await jobs_reads.due(api.store.table, now=api.time.now, first=10)
    claimed = await jobs_domain.claim(api.store, api.time.clock(), job, holder="first")
    assert claimed is not None
    batches = aiter(cascades.close_vulnerabilities(api.store, api.time.clock(), claimed))
    late = await anext(batches)
    await api.ask(ACTIVATE, {"id": ROOT.id}, as_=MANAGER)

    async def hand_over(_store: Store, _clock: Clock, _job: Job) -> AsyncIterator[Batch]:
        yield late

    handlers: Iterator[Handler] = iter([hand_over, cascades.close_vulnerabilities])

    def handle(store: Store, clock: Clock, job: Job) -> AsyncIterator[Batch]:
        return next(handlers)(store, clock, job)

    done = await jobs_domain.run(api.store, api.time.clock(), claimed, handle, is_stopping=lambda: False)

    assert (done.status, dict(done.counts)) == (JobStatus.DONE, {})
    assert {each.state.status for each in await stored(api, MANY)} == {VulnerabilityStatus.VULNERABLE}


async def test_a_root_that_is_deactivated_twice_is_closed_once_to_its_end(api: Api) -> None:
    await fill(api)
    for document in (DEACTIVATE, ACTIVATE, DEACTIVATE):
        assert (await api.ask(document, {"id": ROOT.id}, as_=MANAGER)).errors == ()

    await api.work()

    assert {each.state.status for each in await stored(api, MANY)} == {VulnerabilityStatus.SAFE}
    histories = await vulnerabilities_model.histories(api.store.table, [each.id for each in MANY], "state")
    assert {len(history) for history in histories} == {2}


HOSTS = [factories.ip_root(of=GROUP), factories.url_root(of=GROUP)]
REPOSITORIES = [factories.git_root(f"repo{number:02}", of=GROUP) for number in range(45)]
OFF = factories.inactive(factories.git_root("off", of=GROUP))


async def roots_of(api: Api, roots: Sequence[Root]) -> list[Root]:
    return [root for root in await api.loaders().root.load_many([each.id for each in roots]) if root is not None]


@pytest.mark.parametrize(("service", "reference", "deactivated"), [("BLACK", True, 47), ("WHITE", True, 0), ("BLACK", False, 0)])
async def test_only_another_service_as_the_reference_has_them_deactivates_roots(
    tmp_path_factory: pytest.TempPathFactory, service: str, deactivated: int, *, reference: bool
) -> None:
    mode = "as_reference" if reference else "open"
    async with serving(tmp_path_factory.mktemp("services"), services=mode) as api:
        await fill(api)
        await api.given(*HOSTS, *REPOSITORIES, OFF)
        before = await roots_of(api, [*HOSTS, OFF])

        assert (await api.ask(SERVICE, {"service": service}, as_=ADMIN)).errors == ()
        await api.work()

        found = await roots_of(api, [ROOT, OTHER_ROOT, *REPOSITORIES])
        inactive = [root for root in found if root.state.status is RootStatus.INACTIVE]
        assert {(root.state.reason, root.state.modified_by) for root in inactive} <= {(DeactivationReason.OUT_OF_SCOPE, ADMIN)}
        assert len(inactive) == deactivated
        assert await roots_of(api, [*HOSTS, OFF]) == before
        closed = [each for each in await stored(api, [*MANY, ELSEWHERE]) if each.state.status is VulnerabilityStatus.SAFE]
        assert len(closed) == (NUMBER + 1 if deactivated else 0)


async def test_a_group_that_went_back_to_its_service_keeps_its_roots(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with serving(tmp_path_factory.mktemp("services"), services="as_reference") as api:
        await fill(api)
        for service in ("BLACK", "WHITE"):
            await api.ask(SERVICE, {"service": service}, as_=ADMIN)
        kinds = [job.kind for job in await jobs_reads.due(api.store.table, now=api.time.now, first=10)]

        await api.work()

        assert kinds == [groups_cascades.DEACTIVATE_ROOTS] * 2
        assert [root.state.status for root in await roots_of(api, [ROOT, OTHER_ROOT])] == [RootStatus.ACTIVE] * 2
