from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import factories
from db_model.vulnerabilities.types import (
    TreatmentStatus,
    Vulnerability,
    VulnerabilityStatus,
    VulnerabilityType,
    ZeroRisk,
    ZeroRiskStatus,
)
from harness import Api
from world import ADMIN, FINDING, GROUP, MANAGER, RIVAL_GROUP, RIVAL_VULNERABILITY, VULNERABILITY, Caller, populate

PAGE = """query ($first: Int, $after: String, $search: String, $min: String, $max: String, $state: String, $treatment: String,
  $root: String, $type: String, $zeroRisk: VulnerabilityZeroRiskStatus) { group(groupName: "unittesting") {
    vulnerabilities(first: $first, after: $after, search: $search,
    minSeverity: $min, maxSeverity: $max, stateStatus: $state, treatment: $treatment, root: $root, type: $type, zeroRisk: $zeroRisk) {
      total pageInfo { hasNextPage endCursor } edges { node { id severity } } } } }"""


def claim(status: ZeroRiskStatus) -> ZeroRisk:
    return ZeroRisk(status=status, modified_by=factories.BY, modified_at=factories.NOW, justification="No risk")


def made(digit: str, score: str, where: str = "src/other.py", **changes: Any) -> Vulnerability:
    state = VULNERABILITY.state._replace(where=where)
    return factories.vulnerability(FINDING, digit, **{"score": Decimal(score), "state": state, **changes})


SAFE = made("1", "5.0", state=VULNERABILITY.state._replace(status=VulnerabilityStatus.SAFE, where="src/safe.py"))
PORT = made("2", "3.1", "10.0.0.1", type=VulnerabilityType.PORTS)
TREATED = made("3", "7.2", treatment=VULNERABILITY.treatment._replace(status=TreatmentStatus.IN_PROGRESS))
CLAIMED = made("4", "8.0", zero_risk=claim(ZeroRiskStatus.REQUESTED))
CONFIRMED = made("5", "8.1", zero_risk=claim(ZeroRiskStatus.CONFIRMED))
REJECTED = made("6", "4.0", zero_risk=claim(ZeroRiskStatus.REJECTED))
ROOT, TWIN = factories.git_root("api", of=GROUP), factories.inactive(factories.ip_root("api", of=GROUP))
IN_ROOT, IN_TWIN = made("10", "2.0", root_id=ROOT.id), made("11", "1.0", root_id=TWIN.id)
DRAFT = made("7", "9.9", state=VULNERABILITY.state._replace(status=VulnerabilityStatus.SUBMITTED))
GONE = made("8", "9.9", state=VULNERABILITY.state._replace(status=VulnerabilityStatus.DELETED))


async def fill(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("platform", "admin"))
    await api.given(SAFE, PORT, TREATED, CLAIMED, CONFIRMED, REJECTED, DRAFT, GONE)


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({}, [VULNERABILITY, TREATED, SAFE, REJECTED, PORT]),
        ({"state": "VULNERABLE"}, [VULNERABILITY, TREATED, REJECTED, PORT]),
        ({"state": "open"}, [VULNERABILITY, TREATED, REJECTED, PORT]),
        ({"state": "SAFE"}, [SAFE]),
        ({"min": "5", "max": "7.2"}, [TREATED, SAFE]),
        ({"max": "3.1"}, [PORT]),
        ({"treatment": "IN_PROGRESS"}, [TREATED]),
        ({"treatment": "NEW", "type": "ports"}, [PORT]),
        ({"zeroRisk": "REQUESTED"}, [CLAIMED]),
        ({"zeroRisk": "CONFIRMED"}, [CONFIRMED]),
        ({"zeroRisk": "REJECTED"}, [REJECTED]),
        ({"search": "safe"}, [SAFE]),
        ({"search": "SRC oth b608"}, [TREATED, REJECTED]),
        ({"search": "10.0.0.1"}, [PORT]),
        ({"search": "nothing"}, []),
        ({"search": '" OR group: zorgwerke * NEAR('}, []),
    ],
)
async def test_vulnerabilities_are_found_by_what_they_are(api: Api, variables: dict[str, str], found: list[Vulnerability]) -> None:
    await fill(api)

    answer = await api.ask(PAGE, variables, as_=MANAGER)

    page = answer.data["group"]["vulnerabilities"]
    assert ([edge["node"]["id"] for edge in page["edges"]], page["total"]) == ([each.id for each in found], len(found))


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"state": "DELETED"}, "Exception - Invalid state in form"),
        ({"treatment": "x"}, "Exception - Invalid treatment in form"),
        ({"type": "x"}, "Exception - Invalid type in form"),
        ({"min": "x"}, "Exception - Invalid minSeverity in form"),
        ({"max": "10.1"}, "Exception - Invalid maxSeverity in form"),
        ({"max": "NaN"}, "Exception - Invalid maxSeverity in form"),
        ({"min": "1.55"}, "Exception - Invalid minSeverity in form"),
        ({"search": "x" * 257}, "Exception - Invalid field length in form"),
        ({"first": 0}, "Exception - Value must be between 1 (inclusive) and 1000 (inclusive)"),
        ({"first": 1_001}, "Exception - Value must be between 1 (inclusive) and 1000 (inclusive)"),
        ({"after": "x"}, "Exception - The cursor is invalid"),
    ],
)
async def test_a_filter_that_is_none_is_refused(api: Api, variables: dict[str, object], text: str) -> None:
    await populate(api, Caller("group", "user_manager"))

    assert (await api.ask(PAGE, variables, as_=MANAGER)).errors == (text,)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 4), state=st.sampled_from([None, "VULNERABLE"]))
async def test_pages_of_any_size_visit_each_once(api: Api, size: int, state: str | None) -> None:
    if not await api.loaders().vulnerability.load(VULNERABILITY.id):
        await fill(api)
    seen: list[str] = []
    after = None
    while True:
        page = (await api.ask(PAGE, {"first": size, "after": after, "state": state}, as_=MANAGER)).data["group"]["vulnerabilities"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    everything = [VULNERABILITY, TREATED, SAFE, REJECTED, PORT]
    assert seen == [each.id for each in everything if not (state and each is SAFE)]


async def test_a_cursor_is_no_use_to_another_search_or_person(api: Api) -> None:
    await fill(api)
    first = (await api.ask(PAGE, {"first": 1}, as_=MANAGER)).data["group"]["vulnerabilities"]
    after = first["pageInfo"]["endCursor"]

    answers = [
        await api.ask(PAGE, {"first": 1, "after": after}, as_=ADMIN),
        await api.ask(PAGE, {"first": 1, "after": after, "state": "SAFE"}, as_=MANAGER),
    ]

    assert [answer.errors for answer in answers] == [("Exception - The cursor is invalid",)] * 2


async def test_the_vulnerabilities_of_a_finding_are_listed_by_age(api: Api) -> None:
    await fill(api)
    earlier = factories.vulnerability(FINDING, "9", released_at=factories.NOW - timedelta(days=1))
    await api.given(earlier)
    document = (
        f'query {{ finding(identifier: "{FINDING.id}") {{ openVulnerabilities closedVulnerabilities status'
        " treatmentSummary { accepted acceptedUndefined inProgress new }"
        " all: vulnerabilitiesConnection(first: 2) { total edges { node { id } } }"
        ' there: vulnerabilitiesConnection(where: "10.0.0.1") { edges { node { id } } }'
        " treated: vulnerabilitiesConnection(treatment: IN_PROGRESS) { edges { node { id } } }"
        " safe: vulnerabilitiesConnection(state: CLOSED) { edges { node { id } } } } }"
    )

    finding = (await api.ask(document, as_=MANAGER)).data["finding"]

    lists = {name: [edge["node"]["id"] for edge in finding.pop(name)["edges"]] for name in ("there", "treated", "safe")}
    assert lists == {"there": [PORT.id], "treated": [TREATED.id], "safe": [SAFE.id]}
    assert finding.pop("all") == {"total": 6, "edges": [{"node": {"id": earlier.id}}, {"node": {"id": VULNERABILITY.id}}]}
    assert finding == {
        "openVulnerabilities": 5,
        "closedVulnerabilities": 1,
        "status": "VULNERABLE",
        "treatmentSummary": {"accepted": 0, "acceptedUndefined": 0, "inProgress": 1, "new": 4},
    }


async def test_nothing_of_another_tenant_is_found(api: Api) -> None:
    await fill(api)
    outsider = str(Caller("other tenant", "user_manager").email)
    document = 'query ($name: String!) { group(groupName: $name) { vulnerabilities(search: "b608") { total edges { node { id } } } } }'

    own = await api.ask(document, {"name": "zorgwerke"}, as_=outsider)
    other = await api.ask(document, {"name": "unittesting"}, as_=outsider)

    assert own.data["group"]["vulnerabilities"] == {"total": 1, "edges": [{"node": {"id": RIVAL_VULNERABILITY.id}}]}
    assert (other.data["group"], other.errors) == (None, ("Access denied",))


async def test_a_removed_finding_leaves_the_lists_at_once_and_the_totals_with_its_job(api: Api) -> None:
    await fill(api)
    await api.ask(f'mutation {{ removeFinding(findingId: "{FINDING.id}", justification: DUPLICATED) {{ success }} }}', as_=ADMIN)

    at_once = (await api.ask(PAGE, as_=MANAGER)).data["group"]["vulnerabilities"]
    await api.work()
    later = (await api.ask(PAGE, as_=MANAGER)).data["group"]["vulnerabilities"]

    assert at_once["edges"] == later["edges"] == []
    assert later["total"] == 0


@pytest.mark.parametrize(
    ("nickname", "found"),
    [("api", [IN_ROOT, IN_TWIN]), ("ap", []), ("API", []), ("nothing", []), ("x" * 2_000, []), ("api#", []), ("other", [])],
)
async def test_vulnerabilities_are_found_by_the_nickname_of_their_root(api: Api, nickname: str, found: list[Vulnerability]) -> None:
    await fill(api)
    await api.given(ROOT, TWIN, factories.git_root("apis", of=GROUP), factories.git_root("other", of=RIVAL_GROUP), IN_ROOT, IN_TWIN)

    page = (await api.ask(PAGE, {"root": nickname}, as_=MANAGER)).data["group"]["vulnerabilities"]

    assert ([edge["node"]["id"] for edge in page["edges"]], page["total"]) == ([each.id for each in found], len(found))
