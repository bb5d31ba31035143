from typing import Any

import pytest

import factories
from finding_documents import ADD_FINDING, WEIGHTS
from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, OKADA, Caller, member_of_group, populate

VARIABLES: dict[str, Any] = {
    "groupName": "unittesting",
    "title": "079. Cross-site Scripting",
    "description": "The page shows what users type.",
    "attackVectorDescription": "Somebody types a script.",
    "threat": "Whoever may write a comment.",
    "recommendation": "Escape what is shown.",
    "unfulfilledRequirements": list(factories.requirements("079. Cross-site Scripting")),
    "cvssVector": "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N",
    **WEIGHTS,
}
OPERATION = Operation(ADD_FINDING, variables=VARIABLES, group="architect hacker reattacker")
HACKER = str(Caller("group", "hacker").email)
READ = """{ group(groupName: "unittesting") { findings { id } drafts { title description attackVectorDescription threat recommendation
  minTimeToRemediate severityScore severityVector hacker currentState groupName releaseDate unfulfilledRequirements { id } } } }"""


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_report_a_finding(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_a_reported_finding_is_a_draft(api: Api) -> None:
    await api.given(OKADA, GROUP, *member_of_group(HACKER, "hacker", GROUP, OKADA))

    answer = await api.ask(ADD_FINDING, {**VARIABLES, "minTimeToRemediate": 30}, as_=HACKER)

    assert answer.data == {"addFinding": {"success": True}}
    assert (await api.ask(READ, as_=HACKER)).data["group"] == {
        "findings": [],
        "drafts": [
            {
                "title": "079. Cross-site Scripting",
                "description": "The page shows what users type.",
                "attackVectorDescription": "Somebody types a script.",
                "threat": "Whoever may write a comment.",
                "recommendation": "Escape what is shown.",
                "minTimeToRemediate": 30,
                "severityScore": 5.4,
                "severityVector": "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N",
                "hacker": HACKER,
                "currentState": "CREATED",
                "groupName": "unittesting",
                "releaseDate": None,
                "unfulfilledRequirements": [{"id": each} for each in VARIABLES["unfulfilledRequirements"]],
            }
        ],
    }


async def test_without_a_vector_the_weights_make_one(api: Api) -> None:
    await populate(api, Caller("group", "hacker"))

    answer = await api.ask(ADD_FINDING, {**VARIABLES, "cvssVector": None, "exploitability": 0.94}, as_=HACKER)

    assert answer.errors == ()
    drafts = (await api.ask('{ group(groupName: "unittesting") { drafts { title severityVector } } }', as_=HACKER)).data["group"]["drafts"]
    assert {each["title"]: each["severityVector"] for each in drafts}["079. Cross-site Scripting"] == f"{factories.VECTOR}/E:P"


@pytest.mark.parametrize(
    ("changes", "text", "code"),
    [
        ({"title": "999. Nothing"}, "Exception - The inserted Draft/Finding title is invalid", "INVALID_FINDING_TITLE"),
        ({"description": ""}, "Exception - Invalid field length in form", "INVALID_FIELD_LENGTH"),
        ({"description": "x" * 1_001}, "Exception - Invalid field length in form", "INVALID_FIELD_LENGTH"),
        ({"threat": "x" * 651}, "Exception - Invalid field length in form", "INVALID_FIELD_LENGTH"),
        ({"attackVectorDescription": "x" * 651}, "Exception - Invalid field length in form", "INVALID_FIELD_LENGTH"),
        ({"recommendation": "x" * 501}, "Exception - Invalid field length in form", "INVALID_FIELD_LENGTH"),
        ({"recommendation": "   "}, "Exception - Field cannot fill with blank characters", "INVALID_SPACES_FIELD"),
        ({"threat": "a < b"}, "Exception - Invalid characters in threat", "INVALID_CHAR"),
        ({"threat": "a =b"}, "Exception - Unsanitized input found", "UNSANITIZED_INPUT_FOUND"),
        ({"unfulfilledRequirements": []}, "Exception - The unfulfilled requirements are required", "REQUIRED_UNFULFILLED_REQUIREMENTS"),
        (
            {"unfulfilledRequirements": ["nope"]},
            "Exception - The requirement is not valid in the vulnerability",
            "INVALID_VULNERABILITY_REQUIREMENT",
        ),
        ({"minTimeToRemediate": 0}, "Exception - Min time to remediate should be a positive number", "INVALID_MIN_TIME_TO_REMEDIATE"),
        ({"cvssVector": "CVSS:3.1/AV:N"}, "Exception - Error invalid severity CVSS v3.1 vector string", "INVALID_CVSS3_VECTOR_STRING"),
        ({"cvssVector": "CVSS:2.0/AV:N"}, "Invalid, CVSS version is not supported", "INVALID_CVSS_VERSION"),
        (
            {"cvssVector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"},
            "Exception - Severity score is invalid",
            "INVALID_SEVERITY_SCORE",
        ),
        (
            {"cvssVector": None, "attackVector": 0.5},
            "Invalid, severity update values out of range",
            "INVALID_SEVERITY_UPDATE_VALUES",
        ),
        (
            {"cvssVector": None, "exploitability": 11.0},
            "Invalid, severity update values out of range",
            "INVALID_SEVERITY_UPDATE_VALUES",
        ),
    ],
)
async def test_a_finding_that_is_not_right_is_refused(api: Api, changes: dict[str, Any], text: str, code: str) -> None:
    await populate(api, Caller("group", "hacker"))
    before = api.snapshot()

    answer = await api.ask(ADD_FINDING, {**VARIABLES, **changes}, as_=HACKER)

    assert (answer.errors, answer.codes) == ((text,), (code,))
    assert api.snapshot() == before


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"threat": "New"}, "Exception - Finding with the same description already exists"),
        ({"description": "New"}, "Exception - Finding with the same threat already exists"),
    ],
)
async def test_two_findings_of_a_type_share_no_text(api: Api, changes: dict[str, Any], text: str) -> None:
    await populate(api, Caller("group", "hacker"))
    same = {
        "title": factories.TEXTS.title,
        "description": f" {factories.TEXTS.description} ",
        "threat": factories.TEXTS.threat,
        "unfulfilledRequirements": list(factories.requirements(factories.TEXTS.title)),
    }
    before = api.snapshot()

    answer = await api.ask(ADD_FINDING, {**VARIABLES, **same, **changes}, as_=HACKER)

    assert answer.errors == (text,)
    assert api.snapshot() == before


async def test_findings_of_other_types_may_share_their_texts(api: Api) -> None:
    await populate(api, Caller("group", "hacker"))
    same = {"description": factories.TEXTS.description, "threat": factories.TEXTS.threat}

    assert (await api.ask(ADD_FINDING, {**VARIABLES, **same}, as_=HACKER)).errors == ()


@pytest.mark.parametrize(
    ("changes", "extensions"),
    [
        ({"title": "079. Cross-site scripting?"}, {"code": "INVALID_FINDING_TITLE", "field": "title"}),
        ({"unfulfilledRequirements": []}, {"code": "REQUIRED_UNFULFILLED_REQUIREMENTS", "field": "unfulfilledRequirements"}),
        (
            {"unfulfilledRequirements": ["nope"]},
            {
                "code": "INVALID_VULNERABILITY_REQUIREMENT",
                "field": "unfulfilledRequirements",
                "allowed": list(factories.requirements("079. Cross-site Scripting")),
            },
        ),
    ],
)
async def test_a_refusal_names_its_field_and_what_it_may_hold(api: Api, changes: dict[str, Any], extensions: dict[str, Any]) -> None:
    await populate(api, Caller("group", "hacker"))

    answer = await api.ask(ADD_FINDING, {**VARIABLES, **changes}, as_=HACKER)

    assert [error["extensions"] for error in answer.body["errors"]] == [extensions]
