import pytest

from harness import Api
from roles import DENIED, Operation, check_role
from world import ADMIN, CALLERS, OKADA, TARGET, Caller, populate

OPERATION = Operation(
    '{ organizationId(organizationName: "Okada") { id } }', group="*", organization="customer_manager user user_manager", outside=DENIED
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_an_organization_by_its_name(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_an_organization_is_found_by_its_name_in_any_case(api: Api) -> None:
    await populate(api)

    assert (await api.ask(OPERATION.document, as_=TARGET)).data == {"organizationId": {"id": OKADA.id}}


@pytest.mark.parametrize("name", ["nothere", "zorgblatt", "", "x" * 5_000, "a#b"])
async def test_nobody_but_an_admin_learns_whether_a_name_is_there(api: Api, name: str) -> None:
    await populate(api, Caller("platform", "admin"))
    document = "query ($name: String!) { organizationId(organizationName: $name) { name } }"
    theirs, admins = [await api.ask(document, {"name": name}, as_=email) for email in (TARGET, ADMIN)]

    assert theirs.errors == ("Access denied",)
    assert admins.errors == (() if name == "zorgblatt" else ("Access denied or organization not found",))
