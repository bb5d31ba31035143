import pytest

from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, TARGET, Caller, populate

OPERATION = Operation(
    'mutation { updateGroupStakeholder(groupName: "unittesting", email: "target@okada.test", responsibility: "Lead",'
    " role: USER_MANAGER) { success } }",
    group="customer_manager user_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_update_group_stakeholder(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


CHANGE = """mutation ($email: String!, $role: StakeholderRole!, $responsibility: String!) {
  updateGroupStakeholder(groupName: "unittesting", email: $email, role: $role, responsibility: $responsibility) {
    modifiedStakeholder { email role responsibility invitationState } } }"""


async def test_a_member_gets_another_role_at_once(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    answer = await api.ask(CHANGE, {"email": TARGET, "role": "USER_MANAGER", "responsibility": "Lead"}, as_=MANAGER)

    assert answer.data["updateGroupStakeholder"]["modifiedStakeholder"] == {
        "email": TARGET,
        "role": "user_manager",
        "responsibility": "Lead",
        "invitationState": "REGISTERED",
    }
    assert (await api.ask('{ group(groupName: "unittesting") { userRole } }', as_=TARGET)).data == {"group": {"userRole": "user_manager"}}


async def test_changing_a_pending_invitation_grants_nothing(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.ask(
        'mutation { grantStakeholderAccess(groupName: "unittesting", email: "new@okada.test", role: USER) { success } }', as_=MANAGER
    )

    answer = await api.ask(CHANGE, {"email": "new@okada.test", "role": "USER_MANAGER", "responsibility": "Lead"}, as_=MANAGER)

    assert answer.data["updateGroupStakeholder"]["modifiedStakeholder"]["invitationState"] == "PENDING"
    access = await api.loaders().group_access.load(("new@okada.test", GROUP.name))
    assert access is not None
    assert (access.state.role, access.state.invitation and access.state.invitation.role) == (None, "user_manager")


@pytest.mark.parametrize(
    ("email", "role", "error"),
    [
        ("nobody@okada.test", "USER", "Access denied"),
        (TARGET, "REVIEWER", "Exception - Invalid role or not enough permissions to grant role: reviewer"),
    ],
)
async def test_a_bad_change_is_refused(api: Api, email: str, role: str, error: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(CHANGE, {"email": email, "role": role, "responsibility": "Lead"}, as_=MANAGER)).errors == (error,)
    assert api.snapshot() == before
