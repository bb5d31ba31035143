import pytest

from harness import Api
from roles import Operation, check_role
from world import CALLERS, TARGET, Caller, populate

OPERATION = Operation(
    "mutation { removeStakeholder { success } }",
    group="*",
    organization="customer_manager user user_manager",
    platform="admin hacker user",
)


@pytest.mark.parametrize("caller", [caller for caller in CALLERS if caller.level != "other tenant"], ids=str)
async def test_who_may_remove_the_own_person(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_nothing_of_the_person_is_left_but_histories_and_the_audit_trail(api: Api) -> None:
    await populate(api)

    assert (await api.ask("mutation { removeStakeholder { success } }", as_=TARGET)).errors == ()

    left = [row[2] for row in api.snapshot() if row[1] == f"PERSON#{TARGET}"]
    assert left
    assert all(str(sort).startswith("HIST#") for sort in left)
    assert (await api.ask("{ me { userEmail } }", as_=TARGET)).errors == ("Login required",)


async def test_the_token_of_somebody_who_came_back_is_not_valid_again(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    await api.ask("mutation { removeStakeholder { success } }", as_=TARGET)

    back = await api.ask('mutation { addStakeholder(email: "target@okada.test", role: USER) { success } }', as_="admin.platform@okada.test")

    assert back.errors == ()
    assert (await api.ask("{ me { userEmail } }", as_=TARGET)).errors == ("Login required",)
