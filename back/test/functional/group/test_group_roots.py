import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, RIVAL_GROUP, Caller, populate

ROOTS = Operation('{ group(groupName: "unittesting") { roots { ... on IRoot { id } } } }', group="*")
PAGES = ROOTS._replace(document='{ group(groupName: "unittesting") { rootsConnection { total } } }')
ALL = '{ group(groupName: "unittesting") { roots { __typename ... on IRoot { nickname state } } } }'


@pytest.mark.parametrize("operation", [ROOTS, PAGES], ids=["whole", "pages"])
@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_the_roots_of_a_group(api: Api, operation: Operation, caller: Caller) -> None:
    await check_role(api, operation, caller)


async def test_a_group_shows_its_roots_of_all_kinds_by_nickname_inactive_ones_too(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        factories.url_root("c", of=GROUP),
        factories.git_root("a", of=GROUP),
        factories.inactive(factories.ip_root("b", of=GROUP)),
        factories.git_root("theirs", of=RIVAL_GROUP),
    )

    assert (await api.ask(ALL, as_=MANAGER)).data["group"]["roots"] == [
        {"__typename": "GitRoot", "nickname": "a", "state": "ACTIVE"},
        {"__typename": "IPRoot", "nickname": "b", "state": "INACTIVE"},
        {"__typename": "URLRoot", "nickname": "c", "state": "ACTIVE"},
    ]


async def test_pages_visit_every_root_of_a_group_once_also_those_of_one_nickname(api: Api) -> None:
    names = [f"root{number:02}" for number in range(11)]
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        *(factories.git_root(name, of=GROUP) for name in names),
        *(factories.ip_root(name, of=GROUP, address=f"10.0.1.{number}") for number, name in enumerate(names)),
    )
    document = """query ($after: String) { group(groupName: "unittesting") { rootsConnection(first: 3, after: $after) {
      total edges { node { ... on IRoot { id nickname } } } pageInfo { hasNextPage endCursor } } } }"""
    seen: list[tuple[str, str]] = []
    after, more = None, True
    while more:
        page = (await api.ask(document, {"after": after}, as_=MANAGER)).data["group"]["rootsConnection"]
        seen += [(edge["node"]["nickname"], edge["node"]["id"]) for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert page["total"] == 22

    assert [name for name, _ in seen] == sorted([*names, *names])
    assert len({identifier for _, identifier in seen}) == 22


async def test_a_whole_list_past_its_limit_names_the_connection(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(*(factories.git_root(f"root{number:04}", of=GROUP) for number in range(1_001)))

    answer = await api.ask(ALL, as_=MANAGER)

    assert (answer.errors, answer.codes) == (
        ("Exception - The list has more than 1000 elements, use rootsConnection",),
        ("LIST_TOO_LONG",),
    )
