import asyncio
from datetime import timedelta
from typing import Any

import pytest

import factories
from db_model.vulnerabilities.types import Treatment, TreatmentStatus, VulnerabilityStatus
from harness import Api
from roles import Operation, check_role
from triage_documents import (
    FINDING_OF_ANOTHER,
    HELD,
    HISTORY,
    JUDGE,
    MANAGER,
    OF_ANOTHER,
    SECOND_MANAGER,
    TREAT,
    USER,
    in_state,
    judging,
    seen,
    several,
    stored,
    submitted,
    treating,
)
from world import CALLERS, FINDING, RIVAL_VULNERABILITY, VULNERABILITY, Caller, populate

ASKED = submitted(factories.vulnerability(FINDING, "1"))
OPERATION = Operation(JUDGE, variables=judging((ASKED.id,)), group="user_manager vulnerability_manager", platform="")
NOT_REQUESTED = "Exception - It cant handle acceptance without being requested"
CONFLICT = "Exception - The data was changed by another operation, please try again"
RANGE = "Exception - Value must be between 1 (inclusive) and 32 (inclusive)"


async def fill(api: Api, *entities: Any) -> None:
    """Store the world with a member, two managers and these."""
    await populate(api, *(Caller("group", role) for role in ("user", "user_manager", "vulnerability_manager")))
    await api.given(*entities)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_decide_on_acceptances(api: Api, caller: Caller) -> None:
    await api.given(ASKED)
    await check_role(api, OPERATION, caller)


async def test_an_approval_keeps_the_assignee_and_holds_for_good(api: Api) -> None:
    await fill(api, ASKED)
    api.time.move(timedelta(days=1))

    answer = await api.ask(JUDGE, judging((ASKED.id,)), as_=MANAGER)

    assert answer.data == {"handleVulnerabilitiesAcceptance": {"success": True}}
    assert await seen(api, ASKED.id, HELD, as_=MANAGER) == {
        "treatmentStatus": "ACCEPTED_UNDEFINED",
        "treatmentAcceptanceDate": None,
        "treatmentAcceptanceStatus": "APPROVED",
        "treatmentAssigned": USER,
        "treatmentJustification": "Decided",
        "treatmentUser": MANAGER,
        "lastTreatmentDate": "2026-11-26 12:00:00",
        "treatmentChanges": 2,
    }


async def test_a_rejection_is_in_the_history_and_what_was_before_holds_again(api: Api) -> None:
    await fill(api)
    await api.ask(TREAT, treating("IN_PROGRESS", justification="Working on it"), as_=USER)
    await api.ask(TREAT, treating("ACCEPTED_UNDEFINED", justification="Please"), as_=USER)
    await api.ask(TREAT, treating("ACCEPTED_UNDEFINED", justification="Please do"), as_=USER)
    api.time.move(timedelta(hours=1))

    answer = await api.ask(JUDGE, judging(rejected=(VULNERABILITY.id,), justification="No"), as_=SECOND_MANAGER)

    assert answer.errors == ()
    after = await seen(api, VULNERABILITY.id, f"{HELD} {HISTORY}", as_=MANAGER)
    told = [(each["treatment"], each["acceptanceStatus"], each["justification"], each["user"]) for each in after["historicTreatmentStatus"]]
    assert told == [
        ("UNTREATED", None, None, None),
        ("IN_PROGRESS", None, "Working on it", USER),
        ("ACCEPTED_UNDEFINED", "SUBMITTED", "Please", USER),
        ("ACCEPTED_UNDEFINED", "SUBMITTED", "Please do", USER),
        ("ACCEPTED_UNDEFINED", "REJECTED", "No", SECOND_MANAGER),
        ("IN_PROGRESS", None, "Working on it", SECOND_MANAGER),
    ]
    assert (after["treatmentStatus"], after["treatmentAssigned"], after["lastTreatmentDate"]) == (
        "IN_PROGRESS",
        USER,
        "2026-11-25 13:00:00",
    )


async def test_32_are_decided_on_at_once_whatever_their_histories(api: Api) -> None:
    asked = [submitted(each) for each in several(32)]
    await fill(api, *asked)
    ids = [each.id for each in asked]

    answer = await api.ask(JUDGE, judging(rejected=ids), as_=MANAGER)

    restored = Treatment(TreatmentStatus.UNTREATED, factories.NOW, MANAGER)
    assert answer.errors == ()
    assert {each.treatment for each in await stored(api, *ids)} == {restored}


async def test_one_list_may_be_empty_and_an_id_may_come_twice(api: Api) -> None:
    other = submitted(factories.vulnerability(FINDING, "2"))
    await fill(api, ASKED, other)

    answer = await api.ask(JUDGE, judging((ASKED.id, ASKED.id.upper()), (other.id,)), as_=MANAGER)

    assert answer.errors == ()
    assert [each.treatment.status.value for each in await stored(api, ASKED.id, other.id)] == ["ACCEPTED_UNDEFINED", "UNTREATED"]


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        (judging(), RANGE),
        (judging([each.id for each in several(16)], [each.id for each in several(17, first=17)]), RANGE),
        (judging((ASKED.id,), (ASKED.id,)), "Exception - One or more values already exist"),
        (judging((ASKED.id,), justification="x" * 10_001), "Exception - Justification must have a maximum of 10000 characters"),
        (judging((ASKED.id,), justification="a < b"), "Exception - Invalid characters in justification"),
        (judging((ASKED.id, VULNERABILITY.id)), NOT_REQUESTED),
        (judging((ASKED.id,), (VULNERABILITY.id,)), NOT_REQUESTED),
        (judging((ASKED.id, None)), "Exception - Vulnerability not found"),
        (judging((ASKED.id, "x")), "Exception - Vulnerability not found"),
        (judging((ASKED.id, RIVAL_VULNERABILITY.id)), "Exception - Vulnerability not found"),
        (judging((ASKED.id, OF_ANOTHER.id)), "Exception - Vulnerability does not belong to finding"),
        (judging((ASKED.id,), (factories.vulnerability(FINDING, "3").id,)), "Exception - The vulnerability has already been closed"),
        (judging((ASKED.id,), finding=FINDING_OF_ANOTHER.id), "Exception - Vulnerability does not belong to finding"),
    ],
)
async def test_a_refusal_tells_why_and_changes_nothing(api: Api, variables: dict[str, Any], text: str) -> None:
    closed = in_state(submitted(factories.vulnerability(FINDING, "3")), VulnerabilityStatus.SAFE)
    await fill(api, ASKED, FINDING_OF_ANOTHER, OF_ANOTHER, closed)
    before = api.snapshot()

    answer = await api.ask(JUDGE, variables, as_=MANAGER)

    assert answer.errors == (text,)
    assert api.snapshot() == before


async def test_of_two_managers_who_decide_at_once_one_wins_and_the_other_is_told(api: Api) -> None:
    await fill(api, ASKED)

    approval, rejection = await asyncio.gather(
        api.ask(JUDGE, judging((ASKED.id,)), as_=MANAGER), api.ask(JUDGE, judging(rejected=(ASKED.id,)), as_=SECOND_MANAGER)
    )

    # Whoever comes after the other's commit is told that nothing waits any more, whoever meets it that there was another.
    (loser,) = [answer for answer in (approval, rejection) if answer.errors]
    (held,) = await stored(api, ASKED.id)
    assert loser.errors in {(CONFLICT,), (NOT_REQUESTED,)}
    assert (held.treatment.status, held.treatment.modified_by, held.version) == (
        (TreatmentStatus.UNTREATED, SECOND_MANAGER, 3) if loser is approval else (TreatmentStatus.ACCEPTED_UNDEFINED, MANAGER, 2)
    )
