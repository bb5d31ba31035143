import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, RIVAL_GROUP, Caller, populate

ROOT = factories.ip_root("mine", of=GROUP)
UPDATE = """mutation ($id: ID!, $nickname: String!) {
  updateIpRoot(groupName: "unittesting", rootId: $id, nickname: $nickname) { success } }"""
OPERATION = Operation(UPDATE, group="customer_manager resourcer user user_manager", variables={"id": ROOT.id, "nickname": "new"})
REPEATED = "Exception - Root with the same nickname already exists"
NOT_FOUND = "Exception - Access denied or root not found"


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_update_ip_root(api: Api, caller: Caller) -> None:
    await api.given(ROOT)
    await check_role(api, OPERATION, caller)


async def test_only_the_nickname_of_ip_changes_and_the_old_one_is_free(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    second = factories.ip_root("second", of=GROUP, address="10.0.0.2")
    await api.given(ROOT, second)

    assert (await api.ask(UPDATE, {"id": ROOT.id, "nickname": "new"}, as_=MANAGER)).errors == ()
    assert (await api.ask(UPDATE, {"id": second.id, "nickname": "mine"}, as_=MANAGER)).errors == ()
    assert (await api.ask(UPDATE, {"id": second.id, "nickname": "mine"}, as_=MANAGER)).errors == ()

    assert await api.loaders().root.load(ROOT.id) == ROOT._replace(nickname="new", edited_by=MANAGER, version=2)


@pytest.mark.parametrize(
    ("root_id", "nickname", "error"),
    [
        (ROOT.id, "a b", "Exception - Invalid characters in nickname"),
        (ROOT.id, "", "Exception - Invalid field length in form"),
        (ROOT.id, "second", REPEATED),
        (factories.git_root("repo", of=GROUP).id, "new", "Exception - The type of the root is invalid"),
        (factories.ip_root("off", of=GROUP).id, "new", "Exception - The root is not active"),
        (factories.ip_root("theirs", of=RIVAL_GROUP).id, "new", NOT_FOUND),
        ("nothing", "new", NOT_FOUND),
    ],
)
async def test_a_bad_nickname_of_ip_is_refused(api: Api, root_id: str, nickname: str, error: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        ROOT,
        factories.ip_root("second", of=GROUP, address="10.0.0.2"),
        factories.git_root("repo", of=GROUP),
        factories.inactive(factories.ip_root("off", of=GROUP, address="10.0.0.3")),
        factories.ip_root("theirs", of=RIVAL_GROUP),
    )
    before = api.snapshot()

    assert (await api.ask(UPDATE, {"id": root_id, "nickname": nickname}, as_=MANAGER)).errors == (error,)
    assert api.snapshot() == before
