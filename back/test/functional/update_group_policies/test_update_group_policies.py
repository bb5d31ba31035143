import pytest

from harness import Api
from roles import INVALID, Operation, check_role
from world import CALLERS, MANAGER, Caller, populate

OPERATION = Operation(
    'mutation { updateGroupPolicies(groupName: "unittesting", maxAcceptanceDays: 3) { success } }',
    group="customer_manager user_manager",
    anonymous=INVALID,
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_update_group_policies(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


READ = """{ group(groupName: "unittesting") {
  maxAcceptanceDays maxAcceptanceSeverity maxNumberAcceptances minAcceptanceSeverity minBreakingSeverity vulnerabilityGracePeriod } }"""


async def test_a_group_with_policies_has_its_own_and_the_defaults(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    await api.ask(
        'mutation { updateGroupPolicies(groupName: "unittesting", maxAcceptanceDays: 3, minBreakingSeverity: 6.66) { success } }',
        as_=MANAGER,
    )

    assert (await api.ask(READ, as_=MANAGER)).data["group"] == {
        "maxAcceptanceDays": 3,
        "maxAcceptanceSeverity": 10.0,
        "maxNumberAcceptances": None,
        "minAcceptanceSeverity": 0.0,
        "minBreakingSeverity": 6.7,
        "vulnerabilityGracePeriod": 0,
    }


async def test_a_policy_out_of_its_bounds_is_refused(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer = await api.ask('mutation { updateGroupPolicies(groupName: "unittesting", maxAcceptanceDays: -1) { success } }', as_=MANAGER)

    assert (answer.errors, answer.codes) == (("Exception - Acceptance days should be a positive integer",), ("INVALID_ACCEPTANCE_DAYS",))
    assert api.snapshot() == before
