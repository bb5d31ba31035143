import pytest

from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, OUTSIDER, TARGET, Caller, populate

OPERATION = Operation('{ listUserGroups(userEmail: "target@okada.test") { name } }', platform="admin hacker")


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_list_the_groups_of_a_person(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_who_asks_sees_the_groups_that_both_are_in_and_an_admin_all(api: Api) -> None:
    await populate(api, Caller("platform", "admin"), Caller("platform", "hacker"))
    document = "query ($email: String!) { listUserGroups(userEmail: $email) { name } }"

    async def names(email: str, as_: str) -> list[str]:
        return [group["name"] for group in (await api.ask(document, {"email": email}, as_=as_)).data["listUserGroups"]]

    assert await names(TARGET.upper(), ADMIN) == ["unittesting"]
    assert await names(OUTSIDER, ADMIN) == ["zorgwerke"]
    assert await names(TARGET, "hacker.platform@okada.test") == []
    assert await names("no address", ADMIN) == []
