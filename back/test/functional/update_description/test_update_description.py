from typing import Any

import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import CALLERS, DRAFT, FINDING, RIVAL_FINDING, Caller, populate

DOCUMENT = """mutation ($findingId: String!, $title: String!, $description: String!, $threat: String!, $sorts: Sorts,
  $unfulfilledRequirements: [String!]) { updateDescription(findingId: $findingId, title: $title, description: $description,
    attackVectorDescription: "Elsewhere", threat: $threat, recommendation: "Mend it", sorts: $sorts,
    unfulfilledRequirements: $unfulfilledRequirements) {
      success finding { title description attackVectorDescription threat recommendation unfulfilledRequirements { id } } } }"""
VARIABLES: dict[str, Any] = {"findingId": FINDING.id, "title": FINDING.title, "description": "New", "threat": "New too"}
OPERATION = Operation(DOCUMENT, variables=VARIABLES, group="architect hacker reattacker")
HACKER = str(Caller("group", "hacker").email)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_describe_a_finding(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_a_finding_is_described_anew(api: Api) -> None:
    await populate(api, Caller("group", "hacker"))

    answer = await api.ask(DOCUMENT, VARIABLES, as_=HACKER)

    assert answer.data["updateDescription"] == {
        "success": True,
        "finding": {
            "title": FINDING.title,
            "description": "New",
            "attackVectorDescription": "Elsewhere",
            "threat": "New too",
            "recommendation": "Mend it",
            "unfulfilledRequirements": [{"id": each} for each in FINDING.unfulfilled_requirements],
        },
    }


async def test_the_title_of_a_draft_may_change_and_that_of_a_released_finding_may_not(api: Api) -> None:
    await populate(api, Caller("group", "hacker"))
    title = "079. Cross-site Scripting"
    other = {"title": title, "unfulfilledRequirements": list(factories.requirements(title))}

    released = await api.ask(DOCUMENT, {**VARIABLES, **other}, as_=HACKER)
    draft = await api.ask(DOCUMENT, {**VARIABLES, **other, "findingId": DRAFT.id}, as_=HACKER)

    assert released.errors == (
        "Exception - Forbidden change on field: title  Reason: The title of a Finding cannot be edited if there are vulnerabilities on it",
    )
    assert released.codes == ("INVALID_FIELD_CHANGE",)
    assert draft.data["updateDescription"]["finding"]["title"] == title


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"description": DRAFT.description}, "Exception - Finding with the same description already exists"),
        ({"threat": DRAFT.threat}, "Exception - Finding with the same threat already exists"),
        ({"title": "None"}, "Exception - The inserted Draft/Finding title is invalid"),
        ({"unfulfilledRequirements": []}, "Exception - The unfulfilled requirements are required"),
        ({"findingId": RIVAL_FINDING.id}, "Access denied"),
        ({"findingId": "00000000-0000-4000-8000-000000000000"}, "Access denied"),
        ({"findingId": ""}, "Access denied"),
        ({"findingId": "#"}, "Access denied"),
    ],
)
async def test_a_description_that_is_not_right_is_refused(api: Api, changes: dict[str, Any], text: str) -> None:
    await populate(api, Caller("group", "hacker"))
    before = api.snapshot()

    answer = await api.ask(DOCUMENT, {**VARIABLES, **changes}, as_=HACKER)

    assert answer.errors == (text,)
    assert api.snapshot() == before


async def test_a_text_that_was_given_up_is_free_for_another(api: Api) -> None:
    await populate(api, Caller("group", "hacker"))
    await api.ask(DOCUMENT, VARIABLES, as_=HACKER)

    answer = await api.ask(
        DOCUMENT, {**VARIABLES, "findingId": DRAFT.id, "description": FINDING.description, "threat": FINDING.threat}, as_=HACKER
    )

    assert answer.errors == ()
