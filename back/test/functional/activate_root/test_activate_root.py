import pytest

import factories
from db_model.groups.types import SubscriptionType
from db_model.roots.types import RootStatus
from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, OKADA, RIVAL_GROUP, Caller, populate

ROOT = factories.git_root("repo", of=GROUP)
ACTIVATE = """mutation ($id: ID!) { activateRoot(groupName: "unittesting", id: $id) { success } }"""
ADD = """mutation ($group: String!) { addGitRoot(groupName: $group, url: "https://git.test/okada/repo", branch: "main", environment: "e",
  gitignore: [], includesHealthCheck: false) { rootId } }"""
REPEATED = "Exception - Root with the same URL/branch already exists"
NOT_FOUND = "Exception - Access denied or root not found"
OPERATION = Operation(ACTIVATE, group="user_manager", variables={"id": ROOT.id})


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_activate_root(api: Api, caller: Caller) -> None:
    await api.given(factories.inactive(ROOT))
    await check_role(api, OPERATION, caller)


async def test_an_activated_root_has_no_reason_any_more(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.inactive(ROOT))

    assert (await api.ask(ACTIVATE, {"id": ROOT.id}, as_=MANAGER)).errors == ()

    stored = await api.loaders().root.load(ROOT.id)
    assert stored is not None
    assert stored.state == (RootStatus.ACTIVE, MANAGER, factories.NOW, None, None)
    assert stored.version == 2


async def test_an_active_root_stays_as_it_is(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)
    before = api.snapshot()

    assert (await api.ask(ACTIVATE, {"id": ROOT.id}, as_=MANAGER)).errors == ()
    assert api.snapshot() == before


@pytest.mark.parametrize("root_id", ["nothing", "", factories.git_root("theirs", of=RIVAL_GROUP).id])
async def test_a_root_that_is_not_in_the_group_is_not_activated(api: Api, root_id: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.inactive(factories.git_root("theirs", of=RIVAL_GROUP)))
    before = api.snapshot()

    assert (await api.ask(ACTIVATE, {"id": root_id}, as_=MANAGER)).errors == (NOT_FOUND,)
    assert api.snapshot() == before


async def turn_continuous(api: Api, name: str) -> None:
    answer = await api.ask(
        f"""mutation {{ updateGroup(groupName: "{name}", comments: "", hasAsm: true, hasMachine: true, hasSquad: true, reason: NONE,
             subscription: CONTINUOUS) {{ success }} }}""",
        as_="admin.platform@okada.test",
    )
    assert answer.errors == ()


async def add_while_tested_once(api: Api) -> str:
    """Add the same repository as `ROOT` to a group that may have it, as it is tested once, and then all the time."""
    once = factories.group("sibling", of=OKADA)
    state = once.state._replace(subscription=SubscriptionType.ONESHOT)
    await populate(api, Caller("group", "user_manager"), Caller("platform", "admin"))
    await api.given(once._replace(state=state), factories.in_group(MANAGER, once, factories.access("user_manager")))
    added = await api.ask(ADD, {"group": "sibling"}, as_=MANAGER)
    assert added.errors == ()
    await turn_continuous(api, "sibling")
    return str(added.data["addGitRoot"]["rootId"])


TOGGLE = """mutation ($id: ID!) {
  off: deactivateRoot(groupName: "sibling", id: $id, reason: OUT_OF_SCOPE) { success }
  on: activateRoot(groupName: "sibling", id: $id) { success } }"""


async def test_of_two_that_are_the_same_only_one_is_active(api: Api) -> None:
    root_id = await add_while_tested_once(api)
    await api.given(ROOT)

    refused = await api.ask(TOGGLE, {"id": root_id}, as_=MANAGER)

    assert (refused.errors, refused.codes) == ((REPEATED,), ("REPEATED_ROOT",))
    stored = await api.loaders().root.load(root_id)
    assert stored is not None
    assert stored.state.status is RootStatus.INACTIVE


async def test_what_an_inactive_root_held_goes_to_the_one_that_is_activated(api: Api) -> None:
    root_id = await add_while_tested_once(api)
    await api.given(factories.inactive(ROOT))

    assert (await api.ask(TOGGLE, {"id": root_id}, as_=MANAGER)).errors == ()
    assert (await api.ask(ACTIVATE, {"id": ROOT.id}, as_=MANAGER)).errors == (REPEATED,)
