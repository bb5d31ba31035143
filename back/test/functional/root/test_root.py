import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, GROUP, MANAGER, OKADA, RIVAL_GROUP, Caller, populate

ROOT = factories.git_root("repo", of=GROUP)
READ = "query ($group: String!, $id: ID!) { root(groupName: $group, rootId: $id) { ... on IRoot { id nickname } } }"
OPERATION = Operation(READ, group="*", variables={"group": "UnitTesting", "id": ROOT.id})
NOT_FOUND = "Exception - Access denied or root not found"


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_a_root(api: Api, caller: Caller) -> None:
    await api.given(ROOT)
    await check_role(api, OPERATION, caller)


@pytest.mark.parametrize("email", [MANAGER, ADMIN])
@pytest.mark.parametrize(
    "root_id",
    [
        factories.git_root("theirs", of=RIVAL_GROUP).id,
        factories.git_root("sibling", of=factories.group("sibling", of=OKADA)).id,
        "00000000-0000-4000-8000-000000000000",
        "nothing",
        "",
        "x" * 5_000,
        "a#b",
    ],
)
async def test_a_root_that_is_not_in_the_group_is_not_found(api: Api, email: str, root_id: str) -> None:
    sibling = factories.group("sibling", of=OKADA)
    await populate(api, Caller("group", "user_manager"), Caller("platform", "admin"))
    await api.given(sibling, factories.git_root("theirs", of=RIVAL_GROUP), factories.git_root("sibling", of=sibling))

    answer = await api.ask(READ, {"group": "unittesting", "id": root_id}, as_=email)

    assert (answer.data, answer.errors, answer.codes) == (None, (NOT_FOUND,), ("ROOT_NOT_FOUND",))


@pytest.mark.parametrize(("email", "error"), [(MANAGER, "Access denied"), (ADMIN, "Access denied or group not found")])
async def test_no_root_of_a_removed_group_is_answered(api: Api, email: str, error: str) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("platform", "admin"))
    await api.given(ROOT)
    assert (await api.ask('mutation { removeGroup(groupName: "unittesting", reason: OTHER) { success } }', as_=ADMIN)).errors == ()

    assert (await api.ask(READ, {"group": "unittesting", "id": ROOT.id}, as_=email)).errors == (error,)
    assert await api.loaders().root.load(ROOT.id) is None
