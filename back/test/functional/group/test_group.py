import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, GROUP, MANAGER, OKADA, TARGET, Caller, populate

OPERATION = Operation('{ group(groupName: "UnitTesting") { name } }', group="*")
MEMBERS = Operation(
    '{ group(groupName: "unittesting") { stakeholders { email } } }', group="customer_manager reviewer user_manager vulnerability_manager"
)
MEMBER_PAGES = MEMBERS._replace(document='{ group(groupName: "unittesting") { stakeholdersConnection { total } } }')
ATTRIBUTES = Operation(
    '{ group(groupName: "unittesting") { serviceAttributes } }',
    group="architect customer_manager hacker reattacker resourcer reviewer user user_manager vulnerability_manager",
)
DISAMBIGUATION = Operation(
    '{ group(groupName: "unittesting") { disambiguation } }',
    group="architect customer_manager hacker reattacker resourcer reviewer",
)


@pytest.mark.parametrize(
    "operation",
    [OPERATION, MEMBERS, MEMBER_PAGES, ATTRIBUTES, DISAMBIGUATION],
    ids=["itself", "members", "member pages", "attributes", "disambiguation"],
)
@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_a_group(api: Api, operation: Operation, caller: Caller) -> None:
    await check_role(api, operation, caller)


async def test_everything_of_a_group(api: Api) -> None:
    group = GROUP._replace(name="complete", context="Context", disambiguation="The other", business_id="1", business_name="Okada")
    await populate(api, Caller("platform", "admin"))
    await api.given(group, factories.in_group(ADMIN, group, factories.access("user_manager", "Lead")))

    answer = await api.ask(
        """{ group(groupName: "complete") { businessId businessName description disambiguation groupContext hasAsm hasForces hasMachine
             hasSquad language managed maxAcceptanceDays maxAcceptanceSeverity maxNumberAcceptances minAcceptanceSeverity
             minBreakingSeverity name organization service serviceAttributes sprintDuration sprintStartDate subscription tags tier
             userRole vulnerabilityGracePeriod stakeholders { email role responsibility invitationState } } }""",
        as_=ADMIN,
    )

    assert answer.data["group"] == {
        "businessId": "1",
        "businessName": "Okada",
        "description": "A group of the tests",
        "disambiguation": "The other",
        "groupContext": "Context",
        "hasAsm": True,
        "hasForces": True,
        "hasMachine": True,
        "hasSquad": True,
        "language": "EN",
        "managed": "MANAGED",
        "maxAcceptanceDays": None,
        "maxAcceptanceSeverity": 10.0,
        "maxNumberAcceptances": None,
        "minAcceptanceSeverity": 0.0,
        "minBreakingSeverity": 0.0,
        "name": "complete",
        "organization": "okada",
        "service": "WHITE",
        "serviceAttributes": [
            "can_report_vulnerabilities",
            "can_request_zero_risk",
            "has_asm",
            "has_forces",
            "has_service_black",
            "has_service_white",
            "has_squad",
            "is_continuous",
            "is_fluidattacks_customer",
            "must_only_have_fluidattacks_hackers",
        ],
        "sprintDuration": 1,
        "sprintStartDate": "2026-11-25T00:00:00+00:00",
        "subscription": "CONTINUOUS",
        "tags": [],
        "tier": "FREE",
        "userRole": "user_manager",
        "vulnerabilityGracePeriod": 0,
        "stakeholders": [{"email": ADMIN, "role": "user_manager", "responsibility": "Lead", "invitationState": "REGISTERED"}],
    }


@pytest.mark.parametrize("role", ["user", "service_forces", "user_manager"])
async def test_permissions_are_those_of_the_role(api: Api, role: str) -> None:
    caller = Caller("group", role)
    await populate(api, caller)

    permissions = (await api.ask('{ group(groupName: "unittesting") { permissions } }', as_=caller.email)).data["group"]["permissions"]

    assert len(permissions) == len(set(permissions)) == {"user": 65, "service_forces": 9, "user_manager": 92}[role]


@pytest.mark.parametrize("name", ["nothere", "", "x" * 5_000, "a#b", "zorgwerke"])
async def test_nobody_but_an_admin_learns_whether_a_group_is_there(api: Api, name: str) -> None:
    await populate(api, Caller("platform", "admin"))
    document = "query ($name: String!) { group(groupName: $name) { name } }"
    theirs, admins = [await api.ask(document, {"name": name}, as_=email) for email in (TARGET, ADMIN)]

    assert theirs.errors == ("Access denied",)
    assert admins.errors == (() if name == "zorgwerke" else ("Access denied or group not found",))


async def test_pages_visit_every_member_of_a_group_once(api: Api) -> None:
    emails = [f"member{number:02}@okada.test" for number in range(23)]
    await populate(api, Caller("group", "user_manager"))
    await api.given(*(factories.in_group(email, GROUP, factories.access("user")) for email in emails))
    document = """query ($after: String) { group(groupName: "unittesting") { stakeholdersConnection(first: 4, after: $after) {
      edges { node { email } } pageInfo { hasNextPage endCursor } } } }"""
    seen: list[str] = []
    after, more = None, True
    while more:
        page = (await api.ask(document, {"after": after}, as_=MANAGER)).data["group"]["stakeholdersConnection"]
        seen += [edge["node"]["email"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert seen == sorted([*emails, TARGET, MANAGER])


@pytest.mark.parametrize("number", [1, 60])
async def test_the_calls_for_the_members_of_a_group_do_not_depend_on_their_number(api: Api, number: int) -> None:
    emails = [f"member{count:02}@okada.test" for count in range(number)]
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        *(factories.person(email, organizations=frozenset({OKADA.id})) for email in emails),
        *(factories.in_group(email, GROUP, factories.access("user")) for email in emails),
        *(factories.in_organization(email, OKADA, factories.access("user"), GROUP) for email in emails),
    )
    await api.ask("{ me { role } }", as_=MANAGER)
    before = api.calls.total

    answer = await api.ask(
        '{ group(groupName: "unittesting") { organization stakeholders { email role firstLogin groups { name organization } } } }',
        as_=MANAGER,
    )

    assert len(answer.data["group"]["stakeholders"]) == number + 2
    # The token, the person, what the accesses lead to; the group, its organization, its members, their profiles, their places in the
    # organization. The groups of the members are the group that was read.
    assert api.calls.total - before == 8
