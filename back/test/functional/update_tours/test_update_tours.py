import pytest

from harness import Api
from roles import Operation, check_role
from world import CALLERS, TARGET, Caller, populate

OPERATION = Operation(
    "mutation { updateTours(tours: { newGroup: true, newRiskExposure: true, newRoot: false, welcome: true }) { success } }",
    group="*",
    organization="customer_manager user user_manager",
    platform="admin hacker user",
)


@pytest.mark.parametrize("caller", [caller for caller in CALLERS if caller.level != "other tenant"], ids=str)
async def test_who_may_update_tours(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_update_tours_is_kept(api: Api) -> None:
    await populate(api)

    assert (await api.ask(OPERATION.document, as_=TARGET)).errors == ()

    assert (await api.ask("{ me { tours { newGroup newRiskExposure newRoot welcome } } }", as_=TARGET)).data == {
        "me": {"tours": {"newGroup": True, "newRiskExposure": True, "newRoot": False, "welcome": True}}
    }
