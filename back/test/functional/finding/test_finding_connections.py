"""Vulnerabilities of a finding that its own list leaves out: drafts, and what is claimed to be no risk."""

from datetime import timedelta
from typing import Any

import pytest

import factories
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, ZeroRisk, ZeroRiskStatus
from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, FINDING, GROUP, VULNERABILITY, Caller, populate

READ = '{{ finding(identifier: "{}") {{ {} }} }}'
ZERO_RISK = Operation(
    "query ($state: VulnerabilityState) " + READ.format(FINDING.id, "zeroRiskConnection(state: $state) { total edges { node { id } } }"),
    group="architect reviewer",
)
DRAFTS = Operation(
    f'{{ finding(identifier: "{FINDING.id}") {{ draftsConnection {{ total edges {{ node {{ id }} }} }} }} }}',
    group="architect customer_manager hacker reattacker reviewer",
)
OTHER = factories.finding(GROUP, "8", description="Other", threat="Other")


def made(digit: str, status: VulnerabilityStatus, claim: ZeroRiskStatus | None = None, **changes: Any) -> Vulnerability:
    """Return a vulnerability that was reported the earlier, the higher its number."""
    zero_risk = claim and ZeroRisk(status=claim, modified_by=factories.BY, modified_at=factories.NOW, justification="No risk")
    at = factories.NOW - timedelta(days=int(digit))
    given = {"zero_risk": zero_risk, "state": VULNERABILITY.state._replace(status=status), "released_at": at, "created_at": at}
    return factories.vulnerability(FINDING, digit, **{**given, **changes})


CLAIMED = made("1", VulnerabilityStatus.VULNERABLE, ZeroRiskStatus.REQUESTED)
CONFIRMED = made("2", VulnerabilityStatus.SAFE, ZeroRiskStatus.CONFIRMED)
REFUSED = made("3", VulnerabilityStatus.VULNERABLE, ZeroRiskStatus.REJECTED)
SUBMITTED = made("4", VulnerabilityStatus.SUBMITTED, released_at=None)
REJECTED = made("5", VulnerabilityStatus.REJECTED, released_at=None)
GONE = made("6", VulnerabilityStatus.DELETED, ZeroRiskStatus.CONFIRMED)
ELSEWHERE = factories.vulnerability(OTHER, "7", zero_risk=CLAIMED.zero_risk)


async def fill(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    await api.given(OTHER, CLAIMED, CONFIRMED, REFUSED, SUBMITTED, REJECTED, GONE, ELSEWHERE)


@pytest.mark.parametrize("operation", [ZERO_RISK, DRAFTS], ids=["zero risk", "drafts"])
@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_what_the_list_leaves_out(api: Api, operation: Operation, caller: Caller) -> None:
    await check_role(api, operation, caller)


@pytest.mark.parametrize(
    ("state", "found"),
    [(None, [CONFIRMED, CLAIMED]), ("VULNERABLE", [CLAIMED]), ("OPEN", [CLAIMED]), ("SAFE", [CONFIRMED])],
)
async def test_what_is_claimed_to_be_no_risk_is_listed_by_its_report(api: Api, state: str | None, found: list[Vulnerability]) -> None:
    await fill(api)

    answer = await api.ask(ZERO_RISK.document, {"state": state}, as_=ADMIN)

    assert answer.data["finding"]["zeroRiskConnection"] == {
        "total": len(found),
        "edges": [{"node": {"id": each.id}} for each in found],
    }


async def test_drafts_are_listed_by_age(api: Api) -> None:
    await fill(api)

    answer = await api.ask(DRAFTS.document, as_=ADMIN)

    assert answer.data["finding"]["draftsConnection"] == {
        "total": 2,
        "edges": [{"node": {"id": REJECTED.id}}, {"node": {"id": SUBMITTED.id}}],
    }


async def test_a_state_that_nothing_released_has_is_refused(api: Api) -> None:
    await fill(api)

    assert (await api.ask(ZERO_RISK.document, {"state": "SUBMITTED"}, as_=ADMIN)).errors == ("Exception - Invalid state in form",)


async def test_what_the_list_leaves_out_is_paged_with_cursors_of_its_own(api: Api) -> None:
    await fill(api)
    page = "(first: 1{}) {{ pageInfo {{ hasNextPage endCursor }} edges {{ node {{ id }} }} }}"
    first = (await api.ask(READ.format(FINDING.id, f"zeroRiskConnection{page.format('')}"), as_=ADMIN)).data["finding"]
    after = f', after: "{first["zeroRiskConnection"]["pageInfo"]["endCursor"]}"'

    second = await api.ask(READ.format(FINDING.id, f"zeroRiskConnection{page.format(after)}"), as_=ADMIN)
    other = await api.ask(READ.format(FINDING.id, f"draftsConnection{page.format(after)}"), as_=ADMIN)

    assert [edge["node"]["id"] for edge in first["zeroRiskConnection"]["edges"]] == [CONFIRMED.id]
    assert second.data["finding"]["zeroRiskConnection"]["edges"] == [{"node": {"id": CLAIMED.id}}]
    assert other.errors == ("Exception - The cursor is invalid",)
