import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, DRAFT, FINDING, GROUP, Caller, populate

READ = '{{ finding(identifier: "{}") {{ {} }} }}'
OPERATION = Operation(READ.format(FINDING.id, "title severityScore"), group="*")
DRAFTS = Operation(READ.format(DRAFT.id, "title"), group="architect customer_manager hacker reattacker resourcer reviewer")
HACKER = Operation(READ.format(FINDING.id, "hacker"), group="architect customer_manager hacker reattacker resourcer reviewer")
SORTS = Operation(READ.format(FINDING.id, "sorts"), group="architect hacker")
LISTED = Operation('{ group(groupName: "unittesting") { drafts { id } } }', group="architect customer_manager hacker reattacker reviewer")
PAGES = LISTED._replace(document='{ group(groupName: "unittesting") { draftsConnection { total } } }')


@pytest.mark.parametrize(
    "operation", [OPERATION, DRAFTS, HACKER, SORTS, LISTED, PAGES], ids=["itself", "draft", "hacker", "sorts", "drafts", "draft pages"]
)
@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_a_finding(api: Api, operation: Operation, caller: Caller) -> None:
    await check_role(api, operation, caller)


async def test_everything_of_a_finding(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    fields = """attackVectorDescription currentState cvssVersion description groupName hacker id isExploitable lastStateDate
      minTimeToRemediate recommendation releaseDate severityScore severityVector sorts threat title
      unfulfilledRequirements { id title } severity { attackVector privilegesRequired exploitability modifiedAttackVector }"""

    answer = await api.ask(READ.format(FINDING.id.upper(), fields), as_=ADMIN)

    finding = answer.data["finding"]
    assert all(requirement["title"] for requirement in finding.pop("unfulfilledRequirements"))
    assert finding == {
        "attackVectorDescription": "Somebody types a query into the search.",
        "currentState": "CREATED",
        "cvssVersion": "3.1",
        "description": "The search puts what users type into a query.",
        "groupName": "unittesting",
        "hacker": factories.BY,
        "id": FINDING.id,
        "isExploitable": False,
        "lastStateDate": "2026-11-25 12:00:00",
        "minTimeToRemediate": None,
        "recommendation": "Bind the values of queries.",
        "releaseDate": "2026-11-25 12:00:00",
        "severityScore": 9.8,
        "severityVector": factories.VECTOR,
        "sorts": "NO",
        "threat": "Anybody on the network.",
        "title": "089. SQL Injection",
        "severity": {"attackVector": 0.85, "privilegesRequired": 0.85, "exploitability": 0.0, "modifiedAttackVector": 0.0},
    }


@pytest.mark.parametrize(("metric", "is_exploitable"), [("E:U", False), ("E:P", False), ("E:F", True), ("E:H", True)])
async def test_a_finding_is_exploitable_when_an_exploit_works(api: Api, metric: str, is_exploitable: bool) -> None:
    severity = FINDING.severity._replace(vector=f"{factories.VECTOR}/{metric}")
    await populate(api, Caller("platform", "admin"))
    await api.given(factories.finding(GROUP, "9", severity=severity, description="Other", threat="Other"))

    answer = await api.ask(READ.format(factories.finding(GROUP, "9").id, "isExploitable"), as_=ADMIN)

    assert answer.data["finding"] == {"isExploitable": is_exploitable}


async def test_the_findings_of_a_removed_group_are_gone_for_administrators_too(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    await api.ask('mutation { removeGroup(groupName: "unittesting", reason: OTHER) { success } }', as_=ADMIN)

    answer = await api.ask(READ.format(FINDING.id, "title"), as_=ADMIN)

    assert (answer.data, answer.errors) == ({"finding": None}, ("Access denied",))


async def test_findings_are_listed_by_age_and_page_by_page(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    later = [
        factories.finding(
            GROUP, str(digit), created_at=factories.NOW + factories.MINUTE * digit, description=f"d{digit}", threat=f"t{digit}"
        )
        for digit in (5, 4, 3)
    ]
    await api.given(*later)
    page = (
        '{{ group(groupName: "unittesting") {{ findingsConnection(first: 3{}) {{ total pageInfo {{ hasNextPage endCursor }}'
        " edges {{ node {{ id }} }} }} }} }}"
    )

    first = (await api.ask(page.format(""), as_=ADMIN)).data["group"]["findingsConnection"]
    cursor = first["pageInfo"]["endCursor"]
    after = page.format(f', after: "{cursor}"')
    second = (await api.ask(after, as_=ADMIN)).data["group"]["findingsConnection"]

    ids = [each["node"]["id"] for each in (*first["edges"], *second["edges"])]
    assert ids == [FINDING.id, later[2].id, later[1].id, later[0].id]
    assert (first["total"], first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (4, True, False)
