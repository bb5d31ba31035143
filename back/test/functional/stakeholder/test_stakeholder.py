import pytest

from harness import Api
from roles import NO_ORGANIZATION, Operation, check_role
from world import CALLERS, MANAGER, OKADA, OUTSIDER, OWNER, TARGET, Caller, populate

IN_GROUP = Operation(
    '{ stakeholder(entity: GROUP, groupName: "unittesting", userEmail: "target@okada.test") { email } }',
    group="customer_manager reviewer user_manager vulnerability_manager",
)
IN_ORGANIZATION = Operation(
    'query ($id: String!) { stakeholder(entity: ORGANIZATION, organizationId: $id, userEmail: "target@okada.test") { email } }',
    organization="customer_manager user_manager",
    outside=NO_ORGANIZATION,
    variables={"id": OKADA.id},
)


@pytest.mark.parametrize("operation", [IN_GROUP, IN_ORGANIZATION], ids=["in a group", "in an organization"])
@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_a_member(api: Api, operation: Operation, caller: Caller) -> None:
    await check_role(api, operation, caller)


async def test_everything_of_a_member(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    answer = await api.ask(
        """{ stakeholder(entity: GROUP, groupName: "UnitTesting", userEmail: "Target@Okada.test") {
             email role responsibility invitationState firstLogin lastLogin groups { name } groupsConnection { total } } }""",
        as_=MANAGER,
    )

    assert answer.data["stakeholder"] == {
        "email": TARGET,
        "role": "user",
        "responsibility": None,
        "invitationState": "REGISTERED",
        "firstLogin": "2026-11-25 12:00:00",
        "lastLogin": None,
        "groups": [{"name": "unittesting"}],
        "groupsConnection": {"total": 1},
    }


@pytest.mark.parametrize("email", [OUTSIDER, "nobody@okada.test", "", "no address", "x" * 5_000])
async def test_who_is_not_there_is_not_found(api: Api, email: str) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("organization", "user_manager"))
    in_group = 'query ($email: String!) { stakeholder(entity: GROUP, groupName: "unittesting", userEmail: $email) { email } }'
    in_organization = (
        "query ($email: String!, $id: String!) { stakeholder(entity: ORGANIZATION, organizationId: $id, userEmail: $email) { email } }"
    )

    assert (await api.ask(in_group, {"email": email}, as_=MANAGER)).errors == ("Access denied or stakeholder not found",)
    assert (await api.ask(in_organization, {"email": email, "id": OKADA.id}, as_=OWNER)).errors == (
        "Access denied or stakeholder not found",
    )


@pytest.mark.parametrize(("entity", "error"), [("GROUP", "Access denied"), ("ORGANIZATION", NO_ORGANIZATION)])
async def test_the_place_has_to_be_named(api: Api, entity: str, error: str) -> None:
    await populate(api, Caller("group", "user_manager"))

    assert (await api.ask(f'{{ stakeholder(entity: {entity}, userEmail: "a@b.co") {{ email }} }}', as_=MANAGER)).errors == (error,)
