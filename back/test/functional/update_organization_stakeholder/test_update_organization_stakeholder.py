import pytest

from harness import Api
from roles import NO_ORGANIZATION, Operation, check_role
from world import CALLERS, OKADA, OWNER, TARGET, Caller, populate

OPERATION = Operation(
    'mutation ($id: String!) { updateOrganizationStakeholder(organizationId: $id, role: USER_MANAGER, userEmail: "target@okada.test")'
    " { success } }",
    organization="customer_manager user_manager",
    outside=NO_ORGANIZATION,
    variables={"id": OKADA.id},
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_update_organization_stakeholder(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


CHANGE = """mutation ($id: String!, $email: String!, $role: OrganizationRole!) {
  updateOrganizationStakeholder(organizationId: $id, role: $role, userEmail: $email) {
    modifiedStakeholder { email role groups { name } } } }"""


async def test_a_member_of_an_organization_gets_another_role_and_keeps_the_groups(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"))

    answer = await api.ask(CHANGE, {"id": OKADA.id, "email": TARGET, "role": "USER_MANAGER"}, as_=OWNER)

    assert answer.data["updateOrganizationStakeholder"]["modifiedStakeholder"] == {"email": TARGET, "role": "user_manager", "groups": []}
    stored = await api.loaders().organization_access.load((TARGET, OKADA.id))
    assert stored is not None
    assert (stored.state.role, stored.groups) == ("user_manager", frozenset({"unittesting"}))


@pytest.mark.parametrize(
    ("email", "role", "error"),
    [
        ("nobody@okada.test", "USER", "Access denied"),
        (TARGET, "CUSTOMER_MANAGER", "Exception - Invalid role or not enough permissions to grant role: customer_manager"),
    ],
)
async def test_a_bad_change_in_an_organization_is_refused(api: Api, email: str, role: str, error: str) -> None:
    await populate(api, Caller("organization", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(CHANGE, {"id": OKADA.id, "email": email, "role": role}, as_=OWNER)).errors == (error,)
    assert api.snapshot() == before
