from datetime import timedelta

import pytest

import factories
from db_model.vulnerabilities.types import VulnerabilityStatus
from harness import Api
from roles import Operation, check_role
from world import CALLERS, FINDING, RIVAL_VULNERABILITY, VULNERABILITY, Caller, populate

CLOSE = 'mutation ($ids: [String!]!) { closeVulnerabilities(findingId: "' + FINDING.id + '", vulnerabilities: $ids) { success } }'
OPERATION = Operation(CLOSE, variables={"ids": [VULNERABILITY.id]}, group="architect hacker reattacker")
HACKER = str(Caller("group", "hacker").email)
OF_DRAFT = factories.finding(factories.group(), "7", description="Seven", threat="Seven")


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_close_vulnerabilities(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_what_is_closed_is_safe_and_keeps_its_history(api: Api) -> None:
    others = [factories.vulnerability(FINDING, str(number)) for number in range(10, 41)]
    await populate(api, Caller("group", "hacker"))
    await api.given(*others)
    api.time.move(timedelta(hours=1))

    answer = await api.ask(CLOSE, {"ids": [VULNERABILITY.id, *(each.id for each in others), VULNERABILITY.id]}, as_=HACKER)
    read = '{{ vulnerability(uuid: "{}") {{ state closingDate historicState {{ status hacker date }} }} }}'
    seen = await api.ask(read.format(others[-1].id), as_=HACKER)

    assert answer.data == {"closeVulnerabilities": {"success": True}}
    assert seen.data["vulnerability"] == {
        "state": "SAFE",
        "closingDate": "2026-11-25 13:00:00",
        "historicState": [
            {"status": "VULNERABLE", "hacker": factories.BY, "date": "2026-11-25 12:00:00"},
            {"status": "SAFE", "hacker": HACKER, "date": "2026-11-25 13:00:00"},
        ],
    }


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        ([], "Exception - Value must be between 1 (inclusive) and 32 (inclusive)"),
        (
            [f"{number:08}-0000-4000-8000-000000000000" for number in range(33)],
            "Exception - Value must be between 1 (inclusive) and 32 (inclusive)",
        ),
        ([VULNERABILITY.id, "x"], "Exception - Vulnerability not found"),
        ([VULNERABILITY.id, RIVAL_VULNERABILITY.id], "Exception - Vulnerability not found"),
        ([VULNERABILITY.id, factories.vulnerability(OF_DRAFT).id], "Exception - Vulnerability does not belong to finding"),
        ([VULNERABILITY.id, factories.vulnerability(FINDING, "1").id], "Exception - The vulnerability has already been closed"),
        ([VULNERABILITY.id, factories.vulnerability(FINDING, "2").id], "Exception - The vulnerability has not been released"),
        ([VULNERABILITY.id, factories.vulnerability(FINDING, "3").id], "Exception - Vulnerability not found"),
    ],
)
async def test_of_several_all_are_closed_or_none(api: Api, ids: list[str], text: str) -> None:
    await populate(api, Caller("group", "hacker"))
    states = {"1": VulnerabilityStatus.SAFE, "2": VulnerabilityStatus.SUBMITTED, "3": VulnerabilityStatus.DELETED}
    await api.given(
        OF_DRAFT,
        factories.vulnerability(OF_DRAFT),
        *(factories.vulnerability(FINDING, digit, state=VULNERABILITY.state._replace(status=status)) for digit, status in states.items()),
    )
    before = api.snapshot()

    answer = await api.ask(CLOSE, {"ids": ids}, as_=HACKER)

    assert answer.errors == (text,)
    assert api.snapshot() == before
