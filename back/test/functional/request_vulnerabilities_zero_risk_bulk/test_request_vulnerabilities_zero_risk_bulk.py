from typing import Any

import pytest

import factories
from db_model.vulnerabilities.types import ZeroRisk, ZeroRiskStatus
from harness import Api
from roles import Operation, check_role
from triage_documents import FINDING_OF_ANOTHER, OF_ANOTHER, claimed, claiming, several, stored, zero_risk_bulk
from world import CALLERS, FINDING, Caller, populate

WHO = str(Caller("group", "user").email)
ASKED = factories.vulnerability(FINDING, "1")
WRONG = claimed(factories.vulnerability(FINDING, "2"), ZeroRiskStatus.REQUESTED)
CLAIM = zero_risk_bulk("request")
OPERATION = Operation(CLAIM, variables=claiming((ASKED.id,)), group="customer_manager user user_manager vulnerability_manager")
RANGE = "Exception - Value must be between 1 (inclusive) and 1000 (inclusive)"


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_request_in_bulk_that_something_is_no_risk(api: Api, caller: Caller) -> None:
    await api.given(ASKED)
    await check_role(api, OPERATION, caller)


async def test_each_claim_is_done_or_refused_for_itself(api: Api) -> None:
    held = several(60)
    await populate(api, Caller("group", "user"))
    await api.given(FINDING_OF_ANOTHER, OF_ANOTHER, WRONG, *held)
    ids = [each.id for each in held]

    answer = await api.ask(CLAIM, claiming([WRONG.id, *ids, OF_ANOTHER.id]), as_=WHO)

    payload = answer.data["requestVulnerabilitiesZeroRiskBulk"]
    refused = {each["id"]: each["code"] for each in payload["outcomes"] if not each["success"]}
    assert [each["id"] for each in payload["outcomes"]] == [WRONG.id, *ids, OF_ANOTHER.id]
    assert (payload["success"], refused) == (False, {WRONG.id: "ALREADY_ZERO_RISK_REQUESTED", OF_ANOTHER.id: "VULN_NOT_IN_FINDING"})
    assert {each.zero_risk for each in await stored(api, *ids)} == {ZeroRisk(ZeroRiskStatus.REQUESTED, WHO, factories.NOW, "Because")}
    assert await stored(api, WRONG.id) == [WRONG]


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        (claiming(()), RANGE),
        (claiming([each.id for each in several(1_001)]), RANGE),
        (claiming((ASKED.id,), justification="a < b"), "Exception - Invalid characters in justification"),
        (claiming(finding="x"), "Access denied"),
    ],
)
async def test_what_is_wrong_for_all_is_told_at_once_and_changes_nothing(api: Api, variables: dict[str, Any], text: str) -> None:
    await populate(api, Caller("group", "user"))
    await api.given(ASKED)
    before = api.snapshot()

    answer = await api.ask(CLAIM, variables, as_=WHO)

    assert answer.errors == (text,)
    assert api.snapshot() == before
