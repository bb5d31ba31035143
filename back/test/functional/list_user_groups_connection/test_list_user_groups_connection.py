import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, OKADA, Caller, populate

OPERATION = Operation('{ listUserGroupsConnection(userEmail: "target@okada.test") { total } }', platform="admin hacker")


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_page_through_the_groups_of_a_person(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_pages_visit_every_group_of_a_person_once(api: Api) -> None:
    groups = [factories.group(f"group{number:02}", of=OKADA) for number in range(11)]
    await populate(api, Caller("platform", "admin"))
    await api.given(*groups, *(factories.in_group("many@okada.test", group, factories.access("user")) for group in groups))
    document = """query ($after: String) { listUserGroupsConnection(userEmail: "many@okada.test", first: 3, after: $after) {
      total edges { node { name } } pageInfo { hasNextPage endCursor } } }"""
    seen: list[str] = []
    after, more = None, True
    while more:
        page = (await api.ask(document, {"after": after}, as_=ADMIN)).data["listUserGroupsConnection"]
        seen += [edge["node"]["name"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert page["total"] == 11

    assert seen == [group.name for group in groups]
