import pytest

from harness import Api
from roles import INVALID, NO_ORGANIZATION, Operation, check_role
from world import CALLERS, OKADA, OWNER, Caller, populate

OPERATION = Operation(
    'mutation ($id: String!) { grantStakeholderOrganizationAccess(organizationId: $id, role: USER_MANAGER, userEmail: "new@okada.test")'
    " { success } }",
    organization="customer_manager user_manager",
    outside=NO_ORGANIZATION,
    anonymous=INVALID,
    variables={"id": OKADA.id},
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_grant_stakeholder_organization_access(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


INVITE = """mutation ($id: String!, $email: String!, $role: OrganizationRole!) {
  grantStakeholderOrganizationAccess(organizationId: $id, role: $role, userEmail: $email) {
    grantedStakeholder { email role invitationState } } }"""


async def test_somebody_is_invited_to_an_organization(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"))

    answer = await api.ask(INVITE, {"id": OKADA.id, "email": "new@okada.test", "role": "USER"}, as_=OWNER)

    assert answer.data["grantStakeholderOrganizationAccess"]["grantedStakeholder"] == {
        "email": "new@okada.test",
        "role": "user",
        "invitationState": "PENDING",
    }


@pytest.mark.parametrize(
    ("email", "role", "error"),
    [
        (OWNER, "USER", "Exception - The stakeholder has been granted access to the organization previously"),
        ("a@b.co", "CUSTOMER_MANAGER", "Exception - Invalid role or not enough permissions to grant role: customer_manager"),
        ("a b@c.de", "USER", "Exception - Invalid email address in form"),
    ],
)
async def test_a_bad_invitation_to_an_organization_is_refused(api: Api, email: str, role: str, error: str) -> None:
    await populate(api, Caller("organization", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(INVITE, {"id": OKADA.id, "email": email, "role": role}, as_=OWNER)).errors == (error,)
    assert api.snapshot() == before


async def test_a_second_invitation_to_an_organization_within_a_minute_is_refused(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"))
    variables = {"id": OKADA.id, "email": "new@okada.test", "role": "USER"}
    await api.ask(INVITE, variables, as_=OWNER)

    answer = await api.ask(INVITE, variables, as_=OWNER)

    assert answer.codes == ("REQUESTED_INVITATION_TOO_SOON",)
