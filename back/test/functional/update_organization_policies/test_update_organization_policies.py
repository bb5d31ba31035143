import pytest

from harness import Api
from roles import INVALID, NO_ORGANIZATION, Operation, check_role
from world import CALLERS, OKADA, OWNER, Caller, populate

OPERATION = Operation(
    'mutation ($id: String!) { updateOrganizationPolicies(organizationId: $id, organizationName: "Okada", inactivityPeriod: 21)'
    " { success } }",
    organization="user_manager",
    outside=NO_ORGANIZATION,
    anonymous=INVALID,
    variables={"id": OKADA.id},
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_update_organization_policies(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


CHANGE = 'mutation ($id: String!) { updateOrganizationPolicies(organizationId: $id, organizationName: "okada", %s) { success } }'


async def test_what_is_set_holds_in_the_organization_and_in_its_groups_without_their_own(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"), Caller("group", "user_manager"))

    await api.ask(CHANGE % "maxAcceptanceSeverity: 6.5, inactivityPeriod: 30", {"id": OKADA.id}, as_=OWNER)

    read = await api.ask(
        "query ($id: String!) { organization(organizationId: $id) { maxAcceptanceSeverity inactivityPeriod minAcceptanceSeverity } }",
        {"id": OKADA.id},
        as_=OWNER,
    )
    group = await api.ask('{ group(groupName: "unittesting") { maxAcceptanceSeverity } }', as_="user_manager.group@okada.test")
    assert read.data["organization"] == {"maxAcceptanceSeverity": 6.5, "inactivityPeriod": 30, "minAcceptanceSeverity": 0.0}
    assert group.data == {"group": {"maxAcceptanceSeverity": 6.5}}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("inactivityPeriod: 20", "Exception - Inactivity period should be greater than the provided value"),
        ("minBreakingSeverity: 10.1", "Exception - Severity value must be between 0.0 and 10.0"),
        (
            "minAcceptanceSeverity: 6, maxAcceptanceSeverity: 5",
            "Exception - Min acceptance severity value should not be higher than the max value",
        ),
    ],
)
async def test_a_policy_out_of_its_bounds_is_refused_in_an_organization(api: Api, arguments: str, error: str) -> None:
    await populate(api, Caller("organization", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(CHANGE % arguments, {"id": OKADA.id}, as_=OWNER)).errors == (error,)
    assert api.snapshot() == before


async def test_the_id_and_the_name_must_mean_one_organization(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"))

    answer = await api.ask(
        'mutation ($id: String!) { updateOrganizationPolicies(organizationId: $id, organizationName: "other") { success } }',
        {"id": OKADA.id},
        as_=OWNER,
    )

    assert answer.errors == ("Exception - Field organizationName is invalid",)
