from pathlib import Path

import pytest

import factories
from harness import Api, serving
from roles import NO_ORGANIZATION, Operation, check_role
from settings import Limits
from world import ADMIN, CALLERS, OKADA, OWNER, RIVAL, TARGET, Caller, populate

OPERATION = Operation(
    "query ($id: String!) { organization(organizationId: $id) { name } }",
    group="*",
    organization="customer_manager user user_manager",
    outside=NO_ORGANIZATION,
    variables={"id": OKADA.id},
)
MEMBERS = Operation(
    "query ($id: String!) { organization(organizationId: $id) { stakeholders { email } } }",
    organization="customer_manager user_manager",
    outside=NO_ORGANIZATION,
    variables={"id": OKADA.id},
)
MEMBER_PAGES = MEMBERS._replace(document="query ($id: String!) { organization(organizationId: $id) { stakeholdersConnection { total } } }")


@pytest.mark.parametrize("operation", [OPERATION, MEMBERS, MEMBER_PAGES], ids=["itself", "members", "member pages"])
@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_an_organization(api: Api, operation: Operation, caller: Caller) -> None:
    await check_role(api, operation, caller)


async def test_everything_of_an_organization(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"))

    answer = await api.ask(
        """query ($id: String!) { organization(organizationId: $id) { id name country userRole permissions groups { name }
           inactivityPeriod maxAcceptanceDays maxAcceptanceSeverity maxNumberAcceptances minAcceptanceSeverity minBreakingSeverity
           vulnerabilityGracePeriod stakeholders { email role invitationState responsibility firstLogin lastLogin groups { name } } } }""",
        {"id": OKADA.id},
        as_=OWNER,
    )

    organization = answer.data["organization"]
    assert len(organization.pop("permissions")) == 29
    assert organization == {
        "id": OKADA.id,
        "name": "okada",
        "country": "Colombia",
        "userRole": "user_manager",
        "groups": [],
        "inactivityPeriod": 90,
        "maxAcceptanceDays": None,
        "maxAcceptanceSeverity": 10.0,
        "maxNumberAcceptances": None,
        "minAcceptanceSeverity": 0.0,
        "minBreakingSeverity": 0.0,
        "vulnerabilityGracePeriod": 0,
        "stakeholders": [
            {
                "email": email,
                "role": role,
                "invitationState": "REGISTERED",
                "responsibility": None,
                "firstLogin": "2026-11-25 12:00:00",
                "lastLogin": None,
                "groups": [],
            }
            for email, role in ((TARGET, "user"), (OWNER, "user_manager"))
        ],
    }


@pytest.mark.parametrize("identifier", ["ORG#38eb8f25-7945-4173-ab6e-0af4ad8b7ef3", "", "okada", "ORG#", "x" * 5_000, "#", "%"])
@pytest.mark.parametrize("caller", ["admin", "target"])
async def test_an_id_that_is_nobodys_is_not_found_by_anybody(api: Api, identifier: str, caller: str) -> None:
    await populate(api, Caller("platform", "admin"))

    answer = await api.ask(OPERATION.document, {"id": identifier}, as_=ADMIN if caller == "admin" else TARGET)

    assert (answer.errors, answer.codes) == ((NO_ORGANIZATION,), ("ORGANIZATION_NOT_FOUND",))


PAGES = """query ($id: String!, $first: Int, $after: String) { organization(organizationId: $id) {
  page: %s(first: $first, after: $after) { total edges { cursor node { name: %s } } pageInfo { hasNextPage endCursor } } } }"""


async def walk(api: Api, document: str, *, as_: str, first: int) -> list[str]:
    seen: list[str] = []
    after, more = None, True
    while more:
        page = (await api.ask(document, {"id": OKADA.id, "first": first, "after": after}, as_=as_)).data["organization"]["page"]
        assert len(page["edges"]) == first or not page["pageInfo"]["hasNextPage"]
        assert page["total"] == 25
        seen += [edge["node"]["name"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return seen


@pytest.mark.parametrize("first", [1, 7, 25, 1_000])
async def test_pages_visit_every_group_once_for_who_sees_all_and_for_who_sees_some(api: Api, first: int) -> None:
    groups = [factories.group(f"group{number:02}", of=OKADA) for number in range(24)]
    await populate(api, Caller("platform", "admin"))
    await api.given(
        *groups,
        factories.person("many@okada.test", organizations=frozenset({OKADA.id})),
        *(factories.in_group("many@okada.test", group, factories.access("user")) for group in (*groups, factories.group("unittesting"))),
        factories.in_organization("many@okada.test", OKADA, factories.access("user"), *groups, factories.group("unittesting")),
    )
    document = PAGES % ("groupsConnection", "name")

    expected = [*(group.name for group in groups), "unittesting"]
    assert await walk(api, document, as_=ADMIN, first=first) == expected
    assert await walk(api, document, as_="many@okada.test", first=first) == expected


@pytest.mark.parametrize("first", [1, 7, 25])
async def test_pages_visit_every_member_once(api: Api, first: int) -> None:
    emails = [f"member{number:02}@okada.test" for number in range(24)]
    await populate(api, Caller("platform", "admin"))
    await api.given(*(factories.in_organization(email, OKADA, factories.access("user")) for email in emails))

    assert await walk(api, PAGES % ("stakeholdersConnection", "email"), as_=ADMIN, first=first) == sorted([*emails, TARGET])


@pytest.mark.parametrize("first", [0, -1, 1_001])
async def test_a_page_size_out_of_its_bounds_is_refused_with_the_bounds(api: Api, first: int) -> None:
    await populate(api, Caller("platform", "admin"))

    answer = await api.ask(PAGES % ("groupsConnection", "name"), {"id": OKADA.id, "first": first}, as_=ADMIN)

    assert answer.errors == ("Exception - Value must be between 1 (inclusive) and 1000 (inclusive)",)
    assert answer.body["errors"][0]["extensions"] == {"code": "NUMBER_OUT_OF_RANGE", "field": "first", "minimum": 1, "maximum": 1_000}


async def test_a_cursor_is_good_for_its_list_and_its_caller_only(api: Api) -> None:
    await populate(api, Caller("platform", "admin"), Caller("organization", "user_manager"))
    groups, members = PAGES % ("groupsConnection", "name"), PAGES % ("stakeholdersConnection", "email")
    page = (await api.ask(members, {"id": OKADA.id, "first": 1}, as_=ADMIN)).data["organization"]["page"]
    cursor = page["edges"][0]["cursor"]

    for document, identifier, email, after in (
        (groups, OKADA.id, ADMIN, cursor),
        (members, RIVAL.id, ADMIN, cursor),
        (members, OKADA.id, OWNER, cursor),
        (members, OKADA.id, ADMIN, cursor[:-1] + ("A" if cursor[-1] != "A" else "B")),
        (members, OKADA.id, ADMIN, "no cursor"),
        (members, OKADA.id, ADMIN, "Ñ"),
    ):
        answer = await api.ask(document, {"id": identifier, "after": after}, as_=email)
        assert answer.codes == ("INVALID_CURSOR",)


async def test_a_list_that_is_too_long_names_its_connection(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(list_first=3)) as api:
        await populate(api, Caller("platform", "admin"))
        await api.given(*(factories.in_organization(f"m{number}@okada.test", OKADA, factories.access("user")) for number in range(3)))
        answer = await api.ask(MEMBERS.document, {"id": OKADA.id}, as_=ADMIN)
        page = await api.ask(PAGES % ("stakeholdersConnection", "email"), {"id": OKADA.id, "first": 3}, as_=ADMIN)

    assert (answer.errors, answer.codes) == (
        ("Exception - The list has more than 3 elements, use stakeholdersConnection",),
        ("LIST_TOO_LONG",),
    )
    assert len(page.data["organization"]["page"]["edges"]) == 3


@pytest.mark.parametrize("number", [2, 60])
async def test_the_calls_for_members_do_not_depend_on_their_number(api: Api, number: int) -> None:
    emails = [f"member{count:02}@okada.test" for count in range(number)]
    await populate(api, Caller("platform", "admin"))
    await api.given(
        *(factories.person(email, organizations=frozenset({OKADA.id})) for email in emails),
        *(factories.in_organization(email, OKADA, factories.access("user"), factories.group("unittesting")) for email in emails),
    )
    await api.ask("{ me { role } }", as_=ADMIN)
    before = api.calls.total

    answer = await api.ask(
        "query ($id: String!) { organization(organizationId: $id) { stakeholders { email firstLogin invitationState groups { name } } } }",
        {"id": OKADA.id},
        as_=ADMIN,
    )

    assert len(answer.data["organization"]["stakeholders"]) == number + 1
    # The token, the person; the organization, its members, their profiles, their groups.
    assert api.calls.total - before == 6
