from typing import Any

import pytest

import factories
from db_model.audit import facet as audit_facet
from db_model.reads import pages, under
from db_model.vulnerabilities.types import VulnerabilityStatus
from harness import Api
from roles import Operation, check_role
from store.values import IndexName
from triage_documents import (
    FINDING_OF_ANOTHER,
    MANAGER,
    OF_ANOTHER,
    TREAT_BULK,
    in_state,
    several,
    stored,
    treating,
)
from world import CALLERS, FINDING, OKADA, RIVAL_VULNERABILITY, TARGET, VULNERABILITY, Caller, populate

RANGE = "Exception - Value must be between 1 (inclusive) and 1000 (inclusive)"
TESTERS = frozenset({"architect", "hacker"})


def bulk(ids: list[str], treatment: str = "IN_PROGRESS", **changes: Any) -> dict[str, Any]:
    """Return the variables that treat vulnerabilities in bulk."""
    variables = treating(treatment, **changes)
    del variables["id"]
    return {**variables, "ids": ids}


OPERATION = Operation(TREAT_BULK, variables=bulk([VULNERABILITY.id]), group="user user_manager vulnerability_manager", platform="")


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_treat_in_bulk(api: Api, caller: Caller) -> None:
    # The matrix lets these testers ask, but what they set would be assigned to them.
    is_tester = caller.level == "group" and caller.role in TESTERS
    await check_role(api, OPERATION._replace(member="Assigned not valid") if is_tester else OPERATION, caller)


async def test_each_is_done_or_refused_for_itself(api: Api) -> None:
    states = {"3": VulnerabilityStatus.SAFE, "4": VulnerabilityStatus.SUBMITTED, "5": VulnerabilityStatus.DELETED}
    odd = {digit: in_state(factories.vulnerability(FINDING, digit), status) for digit, status in states.items()}
    await populate(api, Caller("group", "user_manager"))
    await api.given(FINDING_OF_ANOTHER, OF_ANOTHER, *odd.values())
    untouched = await stored(api, OF_ANOTHER.id, RIVAL_VULNERABILITY.id, *(each.id for each in odd.values()))
    refused = ["x", OF_ANOTHER.id, RIVAL_VULNERABILITY.id, *(each.id for each in odd.values())]

    answer = await api.ask(TREAT_BULK, bulk([VULNERABILITY.id.upper(), *refused, VULNERABILITY.id], assigned=TARGET), as_=MANAGER)

    missing = {"success": False, "code": "VULN_NOT_FOUND", "message": "Exception - Vulnerability not found"}
    closed = {"success": False, "code": "VULN_ALREADY_CLOSED", "message": "Exception - The vulnerability has already been closed"}
    draft = {
        "success": False,
        "code": "VULNERABILITY_HAS_NOT_BEEN_RELEASED",
        "message": "Exception - The vulnerability has not been released",
    }
    outcomes = zip(refused, (missing, missing, missing, closed, draft, missing), strict=True)
    assert answer.data["updateVulnerabilitiesTreatmentBulk"] == {
        "success": False,
        "outcomes": [
            {"id": VULNERABILITY.id, "success": True, "code": None, "message": None},
            *({"id": identifier, **outcome} for identifier, outcome in outcomes),
        ],
    }
    assert [each.treatment.assigned for each in await stored(api, VULNERABILITY.id)] == [TARGET]
    assert await stored(api, *refused[1:]) == untouched


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        (bulk([]), RANGE),
        (bulk([each.id for each in several(1_001)]), RANGE),
        (bulk([VULNERABILITY.id], justification="a < b"), "Exception - Invalid characters in justification"),
        (bulk([VULNERABILITY.id], "ACCEPTED", date="soon"), "Exception - The date format is invalid"),
        (bulk([VULNERABILITY.id], assigned="nobody@okada.test"), "Assigned not valid"),
        (bulk([VULNERABILITY.id], finding="x"), "Access denied"),
    ],
)
async def test_what_is_wrong_for_all_is_told_at_once_and_changes_nothing(api: Api, variables: dict[str, Any], text: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer = await api.ask(TREAT_BULK, variables, as_=MANAGER)

    assert answer.errors == (text,)
    assert api.snapshot() == before


@pytest.mark.parametrize(("number", "transactions"), [(49, 1), (50, 2), (1_000, 21)])
async def test_as_many_as_fit_are_in_each_transaction_and_reads_do_not_grow(api: Api, number: int, transactions: int) -> None:
    await populate(api, Caller("group", "user_manager"))
    held = several(number)
    await api.given(*held)
    await api.ask("{ me { userEmail } }", as_=MANAGER)
    reads, writes = api.calls.get_many + api.calls.query, api.calls.write

    answer = await api.ask(TREAT_BULK, bulk([each.id for each in held], "ACCEPTED", date="2026-12-01"), as_=MANAGER)

    assert answer.data["updateVulnerabilitiesTreatmentBulk"]["success"] is True
    assert {each.treatment.status.value for each in await stored(api, *(each.id for each in held))} == {"ACCEPTED"}
    assert (api.calls.get_many + api.calls.query - reads - 1, api.calls.write - writes) == (9, transactions)
    (page,) = await pages(
        api.store.table, audit_facet.FACET, (under(IndexName.BY_PARENT, audit_facet.of_organization(OKADA.id)),), now=api.time.now
    )
    told = [record.details["vulnerabilities"].split() for record in page.items if record.command == "updateVulnerabilitiesTreatmentBulk"]
    assert sorted(identifier for ids in told for identifier in ids) == sorted(each.id for each in held)
