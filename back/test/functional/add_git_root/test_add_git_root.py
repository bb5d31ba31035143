import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

import factories
from db_model.groups.types import ServiceType
from harness import Api, serving
from roles import Operation, check_role
from settings import Services
from world import CALLERS, GROUP, MANAGER, OKADA, RIVAL_GROUP, Caller, populate

ADD = """mutation ($groupName: String!, $url: String!, $branch: String!, $environment: String!, $gitignore: [String!]!,
  $includesHealthCheck: Boolean!, $nickname: String, $useVpn: Boolean) {
  addGitRoot(groupName: $groupName, url: $url, branch: $branch, environment: $environment, gitignore: $gitignore,
    includesHealthCheck: $includesHealthCheck, nickname: $nickname, useVpn: $useVpn) { rootId success } }"""
GIVEN = {
    "groupName": "unittesting",
    "url": "https://git.test/okada/repo",
    "branch": "main",
    "environment": "production",
    "gitignore": [],
    "includesHealthCheck": False,
}
OPERATION = Operation(ADD, group="customer_manager resourcer user user_manager", variables=GIVEN)
READ = """query ($id: ID!) { root(groupName: "unittesting", rootId: $id) { __typename ... on IRoot { id nickname state } ... on GitRoot {
  url branch environment gitignore includesHealthCheck useVpn createdAt createdBy lastEditedAt lastEditedBy lastStateStatusUpdate } } }"""
ADD_SITE = """mutation ($groupName: String!) {
  addUrlRoot(groupName: $groupName, url: "https://new.test", nickname: "new") { success } }"""
REPEATED = "Exception - Root with the same URL/branch already exists"
REPEATED_NICKNAME = "Exception - Root with the same nickname already exists"


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_add_git_root(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def nicknames(api: Api) -> list[str]:
    answer = await api.ask('{ group(groupName: "unittesting") { roots { ... on IRoot { nickname } } } }', as_=MANAGER)
    return [root["nickname"] for root in answer.data["group"]["roots"]]


async def test_everything_of_a_repository(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    given = {
        **GIVEN,
        "groupName": "UnitTesting",
        "url": " git@git.test:okada/repo.git ",
        "branch": "main ",
        "gitignore": ["*.lock"],
        "includesHealthCheck": True,
        "nickname": "mine",
        "useVpn": True,
    }

    answer = await api.ask(ADD, given, as_=MANAGER)

    assert answer.errors == ()
    root_id = answer.data["addGitRoot"]["rootId"]
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", root_id)
    now = "2026-11-25T12:00:00+00:00"
    assert (await api.ask(READ, {"id": root_id}, as_=MANAGER)).data["root"] == {
        "__typename": "GitRoot",
        "id": root_id,
        "nickname": "mine",
        "state": "ACTIVE",
        "url": "ssh://git@git.test/okada/repo.git",
        "branch": "main",
        "environment": "production",
        "gitignore": ["*.lock"],
        "includesHealthCheck": True,
        "useVpn": True,
        "createdAt": now,
        "createdBy": MANAGER,
        "lastEditedAt": now,
        "lastEditedBy": MANAGER,
        "lastStateStatusUpdate": now,
    }


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"url": ""}, "Exception - Error value is not valid"),
        ({"url": "git.test/okada/repo"}, "Exception - Error value is not valid"),
        ({"url": "https://user:secret@git.test/okada/repo"}, "Exception - Error value is not valid"),
        ({"branch": "a..b"}, "Exception - Error value is not valid"),
        ({"environment": " "}, "Exception - Field environment is invalid"),
        ({"gitignore": ["repo/src"]}, "Exception - Root name should not be included in the exception pattern"),
        ({"nickname": "a b"}, "Exception - Invalid characters in nickname"),
        ({"nickname": "-a"}, "Exception - Unsanitized input found"),
        ({"nickname": "x" * 129}, "Exception - Invalid field length in form"),
    ],
)
async def test_a_bad_repository_is_refused(api: Api, changes: dict[str, object], error: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(ADD, {**GIVEN, **changes}, as_=MANAGER)).errors == (error,)
    assert api.snapshot() == before


async def test_the_filter_needs_an_action_of_its_own(api: Api) -> None:
    await populate(api, Caller("group", "user"))
    before = api.snapshot()

    answer = await api.ask(ADD, {**GIVEN, "gitignore": ["*.lock"]}, as_="user.group@okada.test")

    assert (answer.errors, answer.codes) == (("Exception - Error permission denied",), ("PERMISSION_DENIED",))
    assert api.snapshot() == before


async def test_a_health_check_needs_the_testers(api: Api) -> None:
    group = factories.group("nosquad", of=OKADA)
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        group._replace(state=group.state._replace(has_squad=False)), factories.in_group(MANAGER, group, factories.access("user_manager"))
    )
    before = api.snapshot()

    answer = await api.ask(ADD, {**GIVEN, "groupName": "nosquad", "includesHealthCheck": True}, as_=MANAGER)

    assert answer.errors == ("Exception - Error permission denied",)
    assert api.snapshot() == before


@pytest.mark.parametrize("is_inactive", [False, True])
@pytest.mark.parametrize("url", ["https://git.test/okada/repo", "https://GIT.test/Okada/Repo.git/"])
@pytest.mark.parametrize("branch", ["main", "other"])
async def test_a_url_is_in_a_group_once_whatever_the_branch(api: Api, url: str, branch: str, is_inactive: bool) -> None:
    root = factories.git_root("taken", of=GROUP, url="https://git.test/okada/repo")
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.inactive(root) if is_inactive else root)
    before = api.snapshot()

    answer = await api.ask(ADD, {**GIVEN, "url": url, "branch": branch}, as_=MANAGER)

    assert (answer.errors, answer.codes) == ((REPEATED,), ("REPEATED_ROOT",))
    assert api.snapshot() == before


async def test_a_url_and_branch_are_in_an_organization_once(api: Api) -> None:
    sibling = factories.group("sibling", of=OKADA)
    await populate(api, Caller("group", "user_manager"))
    await api.given(sibling, factories.git_root("theirs", of=sibling, url="https://git.test/okada/repo"))
    before = api.snapshot()

    assert (await api.ask(ADD, GIVEN, as_=MANAGER)).errors == (REPEATED,)
    assert api.snapshot() == before
    assert (await api.ask(ADD, {**GIVEN, "branch": "other"}, as_=MANAGER)).errors == ()


async def test_another_organization_may_have_the_same_repository(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root("repo", of=RIVAL_GROUP, url="https://git.test/okada/repo"))

    assert (await api.ask(ADD, GIVEN, as_=MANAGER)).errors == ()


async def test_the_repository_of_a_removed_group_can_be_added_elsewhere(api: Api) -> None:
    sibling = factories.group("sibling", of=OKADA)
    await populate(api, Caller("group", "user_manager"), Caller("platform", "admin"))
    await api.given(sibling, factories.git_root("theirs", of=sibling, url="https://git.test/okada/repo"))
    removed = await api.ask('mutation { removeGroup(groupName: "sibling", reason: OTHER) { success } }', as_="admin.platform@okada.test")
    assert removed.errors == ()

    assert (await api.ask(ADD, GIVEN, as_=MANAGER)).errors == ()
    assert (await api.ask(ADD, {**GIVEN, "nickname": "again"}, as_=MANAGER)).errors == (REPEATED,)


async def test_a_repository_is_named_after_its_url(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    for url in ("https://git.test/okada/Repo.git", "https://git.test/okada/repo.js"):
        assert (await api.ask(ADD, {**GIVEN, "url": url}, as_=MANAGER)).errors == ()
    assert await nicknames(api) == ["Repo", "repo_js"]


async def test_a_nickname_that_is_there_is_refused_on_the_same_host_and_made_longer_on_another(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root("repo", of=GROUP, url="https://git.test/okada/repo"))
    before = api.snapshot()

    same = await api.ask(ADD, {**GIVEN, "url": "https://git.test/other/repo"}, as_=MANAGER)
    assert (same.errors, same.codes) == ((REPEATED_NICKNAME,), ("REPEATED_ROOT_NICKNAME",))
    assert api.snapshot() == before

    assert (await api.ask(ADD, {**GIVEN, "url": "https://forge.test/okada/repo"}, as_=MANAGER)).errors == ()
    assert (await api.ask(ADD, {**GIVEN, "url": "https://third.test/okada/repo"}, as_=MANAGER)).errors == ()
    assert await nicknames(api) == ["okada_repo", "repo", "third_test_okada_repo"]


async def test_an_address_may_have_the_nickname_of_a_repository(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.ip_root("repo", of=GROUP))

    assert (await api.ask(ADD, GIVEN, as_=MANAGER)).errors == ()
    assert await nicknames(api) == ["repo", "repo"]


@pytest.mark.parametrize(
    ("second", "error"),
    [({"branch": "other"}, REPEATED), ({"url": "https://git.test/other/repo"}, REPEATED_NICKNAME)],
)
async def test_of_two_that_add_the_same_at_once_one_does(api: Api, second: dict[str, str], error: str) -> None:
    await populate(api, Caller("group", "user_manager"))

    answers = await asyncio.gather(*(api.ask(ADD, given, as_=MANAGER) for given in (GIVEN, {**GIVEN, **second})))

    assert sorted(answer.errors for answer in answers) == [(), (error,)]
    assert len(await nicknames(api)) == 1


async def test_where_services_are_as_in_the_reference_a_black_group_has_sites_and_no_repositories(tmp_path: Path) -> None:
    black = factories.group("black", of=OKADA)
    async with serving(tmp_path, services=Services.AS_REFERENCE) as api:
        await populate(api, Caller("group", "user_manager"))
        await api.given(
            black._replace(state=black.state._replace(service=ServiceType.BLACK)),
            factories.in_group(MANAGER, black, factories.access("user_manager")),
        )
        answers = [
            await api.ask(document, {**given, "groupName": name}, as_=MANAGER)
            for document, given in ((ADD, GIVEN), (ADD_SITE, {}))
            for name in ("black", GROUP.name)
        ]

    assert [answer.errors for answer in answers] == [("Access denied",), (), (), ("Access denied",)]


async def test_a_token_for_importing_adds_a_repository_and_sets_no_filter(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    end = int((factories.NOW + timedelta(days=30)).timestamp())
    made = await api.ask(
        f'mutation {{ addAccessToken(name: "ci", expirationTime: {end}, scopes: [IMPORT], groupName: "unittesting") {{ sessionJwt }} }}',
        as_=MANAGER,
    )
    secret = made.data["addAccessToken"]["sessionJwt"]

    assert (await api.ask(ADD, {**GIVEN, "gitignore": ["*.lock"]}, secret=secret)).errors == ("Exception - Error permission denied",)
    added = await api.ask(ADD, GIVEN, secret=secret)
    assert added.errors == ()
    assert (await api.ask(READ, {"id": added.data["addGitRoot"]["rootId"]}, secret=secret)).data["root"]["nickname"] == "repo"
    assert (await api.ask(ADD_SITE, {"groupName": "unittesting"}, secret=secret)).errors == ("Access denied",)
