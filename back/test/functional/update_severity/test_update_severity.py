from typing import Any

import pytest

from finding_documents import UPDATE_SEVERITY, WEIGHTS
from harness import Api
from roles import Operation, check_role
from world import CALLERS, FINDING, Caller, populate

VARIABLES: dict[str, Any] = {
    "findingId": FINDING.id,
    "cvssVersion": "3.1",
    "cvssVector": "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N",
    **{name: str(weight) for name, weight in WEIGHTS.items()},
}
OPERATION = Operation(UPDATE_SEVERITY, variables=VARIABLES, group="architect hacker reattacker")
HACKER = str(Caller("group", "hacker").email)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_score_a_finding(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


@pytest.mark.parametrize(
    ("changes", "score", "vector"),
    [
        ({}, 1.6, "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"),
        ({"cvssVector": None, "attackComplexity": "0.44"}, 8.1, "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        (
            {"cvssVersion": "4.0", "cvssVector": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H"},
            10.0,
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H",
        ),
    ],
)
async def test_a_finding_is_scored_anew(api: Api, changes: dict[str, Any], score: float, vector: str) -> None:
    await populate(api, Caller("group", "hacker"))

    answer = await api.ask(UPDATE_SEVERITY, {**VARIABLES, **changes}, as_=HACKER)

    assert answer.data["updateSeverity"] == {"success": True, "finding": {"severityScore": score, "severityVector": vector}}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"cvssVersion": "2.0"}, "Invalid, CVSS version is not supported"),
        ({"cvssVector": "x"}, "Exception - Error invalid severity CVSS v3.1 vector string"),
        ({"cvssVector": None, "attackVector": "high"}, "Exception - CVSS field value must be a number"),
        ({"cvssVector": None, "attackVector": "NaN"}, "Exception - CVSS field value must be a number"),
        ({"cvssVector": None, "attackVector": "-1"}, "Invalid, severity update values out of range"),
        ({"cvssVector": "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N"}, "Exception - Severity score is invalid"),
    ],
)
async def test_a_score_that_is_not_right_is_refused(api: Api, changes: dict[str, Any], text: str) -> None:
    await populate(api, Caller("group", "hacker"))
    before = api.snapshot()

    answer = await api.ask(UPDATE_SEVERITY, {**VARIABLES, **changes}, as_=HACKER)

    assert answer.errors == (text,)
    assert api.snapshot() == before
