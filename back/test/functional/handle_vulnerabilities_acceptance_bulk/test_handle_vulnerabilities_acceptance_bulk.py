from typing import Any

import pytest

import factories
from harness import Api
from roles import Operation, check_role
from triage_documents import FINDING_OF_ANOTHER, JUDGE_BULK, MANAGER, OF_ANOTHER, judging, several, stored, submitted
from world import CALLERS, FINDING, VULNERABILITY, Caller, populate

ASKED = submitted(factories.vulnerability(FINDING, "1"))
OPERATION = Operation(JUDGE_BULK, variables=judging((ASKED.id,)), group="user_manager vulnerability_manager", platform="")
RANGE = "Exception - Value must be between 1 (inclusive) and 1000 (inclusive)"


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_decide_on_acceptances_in_bulk(api: Api, caller: Caller) -> None:
    await api.given(ASKED)
    await check_role(api, OPERATION, caller)


async def test_approvals_and_rejections_are_done_or_refused_each_for_itself(api: Api) -> None:
    approved, rejected = [submitted(each) for each in several(70)], [submitted(each) for each in several(70, first=71)]
    await populate(api, Caller("group", "user_manager"))
    await api.given(FINDING_OF_ANOTHER, submitted(OF_ANOTHER), *approved, *rejected)
    to_approve = [*(each.id for each in approved), VULNERABILITY.id]
    to_reject = [*(each.id for each in rejected), OF_ANOTHER.id]

    answer = await api.ask(JUDGE_BULK, judging(to_approve, to_reject), as_=MANAGER)

    payload = answer.data["handleVulnerabilitiesAcceptanceBulk"]
    refused = {each["id"]: each["code"] for each in payload["outcomes"] if not each["success"]}
    held = await stored(api, *(each.id for each in (*approved, *rejected)))
    assert [each["id"] for each in payload["outcomes"]] == [*to_approve, *to_reject]
    assert (payload["success"], refused) == (
        False,
        {VULNERABILITY.id: "ACCEPTANCE_NOT_REQUESTED", OF_ANOTHER.id: "VULN_NOT_IN_FINDING"},
    )
    assert [(each.treatment.status.value, each.treatment.acceptance, each.version) for each in held] == [
        *[("ACCEPTED_UNDEFINED", "APPROVED", 2)] * 70,
        *[("UNTREATED", None, 3)] * 70,
    ]


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        (judging(), RANGE),
        (judging([each.id for each in several(500)], [each.id for each in several(501, first=501)]), RANGE),
        (judging((ASKED.id,), (ASKED.id.upper(),)), "Exception - One or more values already exist"),
        (judging((ASKED.id,), justification="a < b"), "Exception - Invalid characters in justification"),
    ],
)
async def test_what_is_wrong_for_all_is_told_at_once_and_changes_nothing(api: Api, variables: dict[str, Any], text: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ASKED)
    before = api.snapshot()

    answer = await api.ask(JUDGE_BULK, variables, as_=MANAGER)

    assert answer.errors == (text,)
    assert api.snapshot() == before
