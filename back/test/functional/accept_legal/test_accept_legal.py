import pytest

from harness import Api
from roles import Operation, check_role
from world import CALLERS, TARGET, Caller, populate

OPERATION = Operation(
    "mutation { acceptLegal(remember: true) { success } }",
    group="*",
    organization="customer_manager user user_manager",
    platform="admin hacker user",
)


@pytest.mark.parametrize("caller", [caller for caller in CALLERS if caller.level != "other tenant"], ids=str)
async def test_who_may_accept_legal(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_accept_legal_is_kept(api: Api) -> None:
    await populate(api)

    assert (await api.ask(OPERATION.document, as_=TARGET)).errors == ()

    assert (await api.ask("{ me { remember } }", as_=TARGET)).data == {"me": {"remember": True}}
