from datetime import timedelta
from decimal import Decimal
from itertools import chain

import pytest

import factories
from db_model import change
from db_model.commit import write
from db_model.findings.types import Source
from db_model.roots import guards
from db_model.vulnerabilities.facet import FACET as VULNERABILITIES
from db_model.vulnerabilities.types import (
    Treatment,
    TreatmentStatus,
    Vulnerability,
    VulnerabilityState,
    VulnerabilityStatus,
    VulnerabilityType,
)
from harness import Api
from roles import Operation, check_role
from roots import uniqueness
from world import CALLERS, GROUP, MANAGER, OKADA, RIVAL_GROUP, Caller, populate

ROOT = factories.git_root("repo", of=GROUP)
UPDATE = """mutation ($groupName: String!, $id: ID!, $url: String!, $branch: String!, $environment: String!, $gitignore: [String!]!,
  $includesHealthCheck: Boolean!, $nickname: String, $useVpn: Boolean) {
  updateGitRoot(groupName: $groupName, id: $id, url: $url, branch: $branch, environment: $environment, gitignore: $gitignore,
    includesHealthCheck: $includesHealthCheck, nickname: $nickname, useVpn: $useVpn) { success } }"""
GIVEN = {
    "groupName": "unittesting",
    "id": ROOT.id,
    "url": "https://git.test/okada/repo",
    "branch": "main",
    "environment": "testing",
    "gitignore": [],
    "includesHealthCheck": False,
}
OPERATION = Operation(UPDATE, group="customer_manager resourcer user user_manager", variables=GIVEN)
NOT_FOUND = "Exception - Access denied or root not found"
REPEATED = "Exception - Root with the same URL/branch already exists"


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_update_git_root(api: Api, caller: Caller) -> None:
    await api.given(ROOT)
    await check_role(api, OPERATION, caller)


async def test_what_is_given_changes_and_the_rest_stays(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    api.time.move(timedelta(hours=1))
    given = {
        **GIVEN,
        "url": "https://git.test/okada/renamed",
        "branch": "next",
        "gitignore": ["*.lock"],
        "includesHealthCheck": True,
        "nickname": "renamed",
        "useVpn": True,
    }

    assert (await api.ask(UPDATE, given, as_=MANAGER)).errors == ()

    expected = ROOT._replace(nickname="renamed", edited_by=MANAGER, edited_at=factories.NOW + timedelta(hours=1), version=2)
    read = await api.loaders().root.load(ROOT.id)
    assert read is not None
    assert read._replace(git=ROOT.git) == expected
    assert read.git is not None
    assert tuple(read.git) == ("https://git.test/okada/renamed", "next", "testing", True, True, ("*.lock",))

    # What an older client leaves out stays.
    assert (await api.ask(UPDATE, {**given, "nickname": None, "useVpn": None}, as_=MANAGER)).errors == ()
    again = await api.loaders().root.load(ROOT.id)
    assert again is not None
    assert again.git is not None
    assert (again.nickname, again.git.use_vpn) == ("renamed", True)


async def test_what_was_unique_is_free_for_another(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT, factories.git_root("second", of=GROUP))
    second = factories.git_root("second", of=GROUP)
    moved = {**GIVEN, "url": "https://git.test/okada/moved", "nickname": "moved"}

    assert (await api.ask(UPDATE, moved, as_=MANAGER)).errors == ()
    assert (await api.ask(UPDATE, {**GIVEN, "id": second.id, "nickname": "repo"}, as_=MANAGER)).errors == ()

    stored = {root.id: root for root in await api.loaders().root.load_many([ROOT.id, second.id]) if root}
    held = {root.id: (*uniqueness.of_target(root, GROUP), uniqueness.of_nickname(root, root.nickname)) for root in stored.values()}
    items = await api.store.table.get_many(frozenset(map(guards.key, chain.from_iterable(held.values()))))
    assert {each: items[guards.key(each)].attributes["owner"] for each in chain.from_iterable(held.values())} == {
        each: root_id for root_id, those in held.items() for each in those
    }
    assert sum("GUARD#ROOT_" in str(row) for row in api.snapshot()) == 6


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"url": "nothing"}, "Exception - Error value is not valid"),
        ({"branch": "a b"}, "Exception - Error value is not valid"),
        ({"environment": ""}, "Exception - Field environment is invalid"),
        ({"gitignore": ["Repo/x"]}, "Exception - Root name should not be included in the exception pattern"),
        ({"nickname": "a b"}, "Exception - Invalid characters in nickname"),
        ({"nickname": "second"}, "Exception - Root with the same nickname already exists"),
        ({"url": "https://git.test/okada/second.git"}, REPEATED),
        ({"url": "https://git.test/okada/second", "branch": "other"}, REPEATED),
        ({"url": "https://git.test/okada/theirs"}, REPEATED),
        ({"id": "10.0.0.1"}, NOT_FOUND),
        ({"id": "x" * 5_000}, NOT_FOUND),
        ({"id": ""}, NOT_FOUND),
        ({"id": factories.git_root("theirs", of=factories.group("sibling", of=OKADA)).id}, NOT_FOUND),
        ({"id": factories.git_root("rival", of=RIVAL_GROUP).id}, NOT_FOUND),
        ({"id": factories.ip_root("host", of=GROUP).id}, "Exception - A git root is required"),
        ({"id": factories.git_root("off", of=GROUP).id}, "Exception - The root is not active"),
    ],
)
async def test_a_bad_change_is_refused(api: Api, changes: dict[str, object], error: str) -> None:
    sibling = factories.group("sibling", of=OKADA)
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        sibling,
        ROOT,
        factories.git_root("second", of=GROUP),
        factories.git_root("theirs", of=sibling),
        factories.git_root("rival", of=RIVAL_GROUP),
        factories.ip_root("host", of=GROUP),
        factories.inactive(factories.git_root("off", of=GROUP)),
    )
    before = api.snapshot()

    assert (await api.ask(UPDATE, {**GIVEN, **changes}, as_=MANAGER)).errors == (error,)
    assert api.snapshot() == before


async def test_changing_the_filter_needs_its_action_and_keeping_it_does_not(api: Api) -> None:
    await populate(api, Caller("group", "user"))
    await api.given(ROOT._replace(git=ROOT.git._replace(gitignore=("*.lock",)) if ROOT.git else None))
    before = api.snapshot()

    assert (await api.ask(UPDATE, GIVEN, as_="user.group@okada.test")).errors == ("Exception - Error permission denied",)
    assert api.snapshot() == before
    assert (await api.ask(UPDATE, {**GIVEN, "gitignore": ["*.lock"]}, as_="user.group@okada.test")).errors == ()


def place(status: VulnerabilityStatus) -> Vulnerability:
    """Return a vulnerability of the root."""
    return Vulnerability(
        id=f"00000000-0000-4000-8000-{list(VulnerabilityStatus).index(status):012}",
        finding_id=factories.finding(GROUP).id,
        group_name=GROUP.name,
        organization_id=GROUP.organization_id,
        root_id=ROOT.id,
        type=VulnerabilityType.LINES,
        created_by=factories.BY,
        created_at=factories.NOW,
        state=VulnerabilityState(
            status=status, source=Source.ANALYST, where="a.py", specific="1", modified_by=factories.BY, modified_at=factories.NOW
        ),
        treatment=Treatment(status=TreatmentStatus.UNTREATED, modified_at=factories.NOW),
        score=Decimal("5.0"),
    )


@pytest.mark.parametrize("status", [VulnerabilityStatus.VULNERABLE, VulnerabilityStatus.SAFE])
async def test_the_url_of_a_root_stays_once_something_was_reported_and_the_branch_need_not(api: Api, status: VulnerabilityStatus) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    await write(
        api.store.table, (change.add(VULNERABILITIES, place(VulnerabilityStatus.SUBMITTED)), change.add(VULNERABILITIES, place(status)))
    )
    before = api.snapshot()

    answer = await api.ask(UPDATE, {**GIVEN, "url": "https://git.test/okada/moved"}, as_=MANAGER)

    assert (answer.errors, answer.codes) == (("Exception - A root with reported vulns can't be updated",), ("HAS_VULNS",))
    assert api.snapshot() == before
    assert (await api.ask(UPDATE, {**GIVEN, "branch": "next"}, as_=MANAGER)).errors == ()


async def test_drafts_do_not_hold_a_url(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    await write(api.store.table, [change.add(VULNERABILITIES, place(VulnerabilityStatus.SUBMITTED))])

    assert (await api.ask(UPDATE, {**GIVEN, "url": "https://git.test/okada/moved"}, as_=MANAGER)).errors == ()
