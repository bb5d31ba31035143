import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import CALLERS, DRAFT, FINDING, VULNERABILITY, Caller, populate

LOW = "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"
SCORE = """mutation ($finding: ID!, $ids: [ID!]!, $vector: String!) {
  updateVulnerabilitiesSeverity(cvssVector: $vector, findingId: $finding, vulnerabilityIds: $ids) { success finding { severityScore } } }"""
VARIABLES = {"finding": FINDING.id, "ids": [VULNERABILITY.id], "vector": LOW}
OPERATION = Operation(SCORE, variables=VARIABLES, group="architect hacker reattacker")
HACKER = str(Caller("group", "hacker").email)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_score_vulnerabilities(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_a_vulnerability_with_a_vector_of_its_own_has_its_score(api: Api) -> None:
    await populate(api, Caller("group", "hacker"))

    answer = await api.ask(SCORE, VARIABLES, as_=HACKER)
    seen = await api.ask(f'{{ vulnerability(uuid: "{VULNERABILITY.id}") {{ severity finding {{ severityScore }} }} }}', as_=HACKER)

    assert answer.data == {"updateVulnerabilitiesSeverity": {"success": True, "finding": {"severityScore": 9.8}}}
    assert seen.data["vulnerability"] == {"severity": "1.6", "finding": {"severityScore": 9.8}}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"vector": "CVSS:3.1/x"}, "Exception - Error invalid severity CVSS v3.1 vector string"),
        ({"finding": DRAFT.id}, "Exception - Vulnerability does not belong to finding"),
        ({"ids": []}, "Exception - Value must be between 1 (inclusive) and 32 (inclusive)"),
        ({"ids": [VULNERABILITY.id, factories.vulnerability(FINDING, "9").id]}, "Exception - Vulnerability not found"),
    ],
)
async def test_what_cannot_be_scored_stays(api: Api, changes: dict[str, object], text: str) -> None:
    await populate(api, Caller("group", "hacker"))
    before = api.snapshot()

    answer = await api.ask(SCORE, {**VARIABLES, **changes}, as_=HACKER)

    assert answer.errors == (text,)
    assert api.snapshot() == before
