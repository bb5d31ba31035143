from datetime import timedelta
from typing import Any

import pytest

import factories
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, ZeroRisk, ZeroRiskStatus
from harness import Api
from roles import Operation, check_role
from triage_documents import FINDING_OF_ANOTHER, OF_ANOTHER, claimed, claiming, in_state, several, stored, zero_risk
from world import CALLERS, FINDING, RIVAL_VULNERABILITY, VULNERABILITY, Caller, populate

WHO = str(Caller("group", "user").email)
ASKED = VULNERABILITY
CLAIM = zero_risk("request")
OPERATION = Operation(CLAIM, variables=claiming((ASKED.id,)), group="user user_manager vulnerability_manager customer_manager")
RANGE = "Exception - Value must be between 1 (inclusive) and 32 (inclusive)"


def with_claim(vulnerability: Vulnerability, status: ZeroRiskStatus | None) -> Vulnerability:
    """Return a vulnerability with a claim of no risk, or none."""
    return claimed(vulnerability, status) if status else vulnerability


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_request_that_something_is_no_risk(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


@pytest.mark.parametrize("status", [None, ZeroRiskStatus.REJECTED, ZeroRiskStatus.CONFIRMED])
async def test_a_claim_is_kept_with_its_reason_and_its_history(api: Api, status: ZeroRiskStatus | None) -> None:
    held = [with_claim(each, status) for each in several(32)]
    await populate(api, Caller("group", "user"))
    await api.given(*held)
    ids = [each.id for each in held]
    api.time.move(timedelta(hours=1))

    answer = await api.ask(CLAIM, claiming(ids), as_=WHO)

    made = ZeroRisk(ZeroRiskStatus.REQUESTED, WHO, factories.NOW + timedelta(hours=1), "Because")
    histories = await vulnerabilities_model.histories(api.store.table, ids, "zero_risk")
    assert answer.data == {"requestVulnerabilitiesZeroRisk": {"success": True}}
    assert [each.zero_risk for each in await stored(api, *ids)] == [made] * 32
    assert set(histories) == {(*((held[0].zero_risk,) if status else ()), made)}


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        (claiming(()), RANGE),
        (claiming([each.id for each in several(33)]), RANGE),
        (claiming((ASKED.id,), justification="x" * 10_001), "Exception - Justification must have a maximum of 10000 characters"),
        (claiming((ASKED.id,), justification="a < b"), "Exception - Invalid characters in justification"),
        (claiming((ASKED.id, None)), "Exception - Vulnerability not found"),
        (claiming((ASKED.id, "x")), "Exception - Vulnerability not found"),
        (claiming((ASKED.id, RIVAL_VULNERABILITY.id)), "Exception - Vulnerability not found"),
        (claiming((ASKED.id, OF_ANOTHER.id)), "Exception - Vulnerability does not belong to finding"),
        (claiming((ASKED.id, factories.vulnerability(FINDING, "3").id)), "Exception - The vulnerability has already been closed"),
        (claiming((ASKED.id, factories.vulnerability(FINDING, "4").id)), "Exception - The vulnerability has not been released"),
        (claiming((ASKED.id, factories.vulnerability(FINDING, "5").id)), "Exception - Vulnerability not found"),
        (claiming(finding="x"), "Access denied"),
    ],
)
async def test_a_refusal_tells_why_and_changes_nothing(api: Api, variables: dict[str, Any], text: str) -> None:
    states = {"3": VulnerabilityStatus.SAFE, "4": VulnerabilityStatus.SUBMITTED, "5": VulnerabilityStatus.DELETED}
    await populate(api, Caller("group", "user"))
    await api.given(
        FINDING_OF_ANOTHER,
        OF_ANOTHER,
        *(
            with_claim(in_state(factories.vulnerability(FINDING, digit), status), ASKED.zero_risk and ASKED.zero_risk.status)
            for digit, status in states.items()
        ),
    )
    before = api.snapshot()

    answer = await api.ask(CLAIM, variables, as_=WHO)

    assert answer.errors == (text,)
    assert api.snapshot() == before


@pytest.mark.parametrize("status", [ZeroRiskStatus.REQUESTED])
async def test_of_several_one_claim_that_is_elsewhere_refuses_all(api: Api, status: ZeroRiskStatus | None) -> None:
    wrong = with_claim(factories.vulnerability(FINDING, "2"), status)
    await populate(api, Caller("group", "user"))
    await api.given(wrong)
    before = api.snapshot()

    answer = await api.ask(CLAIM, claiming((ASKED.id, wrong.id)), as_=WHO)

    assert answer.errors == ("Exception - Zero risk vulnerability is already requested",)
    assert api.snapshot() == before
