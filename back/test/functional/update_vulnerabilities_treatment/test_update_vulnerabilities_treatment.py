from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

import factories
from db_model.groups import writes as groups_model
from db_model.organizations import writes as organizations_model
from db_model.policies.types import Policies
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import VulnerabilityStatus
from findings import domain as findings_domain
from harness import Api
from loaders.bundle import Command
from roles import Operation, check_role
from store.errors import Conflict
from triage_documents import (
    FINDING_OF_ANOTHER,
    HELD,
    HISTORY,
    MANAGER,
    OF_ANOTHER,
    SECOND_MANAGER,
    TREAT,
    UNTREATED,
    USER,
    accepted,
    in_state,
    seen,
    stored,
    treating,
)
from vulnerabilities import deciding, zero_risk
from vulnerabilities.triage import claiming_zero_risk
from world import CALLERS, DRAFT, FINDING, GROUP, OKADA, RIVAL_FINDING, RIVAL_VULNERABILITY, TARGET, VULNERABILITY, Caller, populate

OPERATION = Operation(TREAT, variables=treating("IN_PROGRESS"), group="user user_manager vulnerability_manager", platform="")
NOT_ASSIGNED = "Assigned not valid"
TESTERS = frozenset({"architect", "hacker"})
DAYS = "Exception - Chosen date is either in the past or exceeds the maximum number of days allowed by the defined policy"
POLICIES = Policies(
    modified_by=factories.BY,
    modified_at=factories.NOW,
    max_acceptance_days=10,
    max_acceptance_severity=Decimal("9.8"),
    max_number_acceptances=2,
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_treat(api: Api, caller: Caller) -> None:
    # The matrix lets these testers ask, but what they set would be assigned to them.
    is_tester = caller.level == "group" and caller.role in TESTERS
    await check_role(api, OPERATION._replace(member=NOT_ASSIGNED) if is_tester else OPERATION, caller)


@pytest.mark.parametrize(
    ("treatment", "date", "acceptance"),
    [("IN_PROGRESS", None, None), ("ACCEPTED", "2026-11-30 10:00:00", None), ("ACCEPTED_UNDEFINED", None, "SUBMITTED")],
)
async def test_a_treatment_is_shown_and_kept_in_the_history(api: Api, treatment: str, date: str | None, acceptance: str | None) -> None:
    await populate(api, Caller("group", "user"))
    api.time.move(timedelta(hours=1))

    answer = await api.ask(TREAT, treating(treatment, date=date), as_=USER)

    assert answer.data == {"updateVulnerabilitiesTreatment": {"success": True}}
    assert await seen(api, VULNERABILITY.id, f"{HELD} {HISTORY}", as_=USER) == {
        "treatmentStatus": treatment,
        "treatmentAcceptanceDate": date,
        "treatmentAcceptanceStatus": acceptance,
        "treatmentAssigned": USER,
        "treatmentJustification": "Why",
        "treatmentUser": USER,
        "lastTreatmentDate": "2026-11-25 13:00:00",
        "treatmentChanges": 1,
        "historicTreatmentStatus": [
            {
                "treatment": "UNTREATED",
                "acceptanceStatus": None,
                "acceptanceDate": None,
                "assigned": None,
                "justification": None,
                "user": None,
                "date": "2026-11-25 12:00:00",
            },
            {
                "treatment": treatment,
                "acceptanceStatus": acceptance,
                "acceptanceDate": date,
                "assigned": USER,
                "justification": "Why",
                "user": USER,
                "date": "2026-11-25 13:00:00",
            },
        ],
    }


@pytest.mark.parametrize(
    ("caller", "assigned", "got"),
    [
        (MANAGER, TARGET, TARGET),
        (MANAGER, TARGET.upper(), TARGET),
        (SECOND_MANAGER, TARGET, TARGET),
        (MANAGER, None, MANAGER),
        (MANAGER, "", MANAGER),
        (USER, TARGET, USER),
    ],
)
async def test_managers_assign_to_others_and_others_to_themselves(api: Api, caller: str, assigned: str | None, got: str) -> None:
    await populate(api, *(Caller("group", role) for role in ("user", "user_manager", "vulnerability_manager")))

    answer = await api.ask(TREAT, treating("IN_PROGRESS", assigned=assigned), as_=caller)

    assert answer.errors == ()
    assert (await seen(api, VULNERABILITY.id, "treatmentAssigned", as_=caller))["treatmentAssigned"] == got


async def test_older_clients_name_the_manager(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    older = TREAT.replace("assigned: $assigned", "treatmentManager: $assigned")

    answer = await api.ask(older, treating("IN_PROGRESS", assigned=TARGET), as_=MANAGER)

    assert answer.errors == ()
    assert (await seen(api, VULNERABILITY.id, "treatmentAssigned", as_=MANAGER))["treatmentAssigned"] == TARGET


@pytest.mark.parametrize(
    "assigned",
    ["nobody@okada.test", "hacker.group@okada.test", "invited@okada.test", "unregistered@okada.test", "boss@zorgblatt.test", "x" * 5_000],
)
async def test_only_a_registered_member_in_a_role_for_it_is_assigned(api: Api, assigned: str) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("group", "hacker"))
    await api.given(
        factories.in_group("invited@okada.test", GROUP, factories.invitation("user")),
        factories.person("unregistered@okada.test", is_registered=False),
        factories.in_group("unregistered@okada.test", GROUP, factories.access("user")),
    )
    before = api.snapshot()

    answer = await api.ask(TREAT, treating("IN_PROGRESS", assigned=assigned), as_=MANAGER)

    assert (answer.errors, answer.codes) == ((NOT_ASSIGNED,), ("INVALID_ASSIGNED",))
    assert api.snapshot() == before


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"justification": "x" * 10_001}, "Exception - Justification must have a maximum of 10000 characters"),
        ({"justification": "a < b"}, "Exception - Invalid characters in justification"),
        ({"treatment": "ACCEPTED"}, "Acceptance parameter missing"),
        ({"treatment": "ACCEPTED", "date": ""}, "Acceptance parameter missing"),
        ({"treatment": "ACCEPTED", "date": "soon"}, "Exception - The date format is invalid"),
        ({"treatment": "ACCEPTED", "date": "2026-11-25 12:00:00"}, DAYS),
        ({"treatment": "ACCEPTED", "date": "2026-11-24"}, DAYS),
        ({"treatment": "ACCEPTED", "date": "2026-12-06"}, DAYS),
        (
            {"treatment": "ACCEPTED", "date": "2026-12-05", "id": factories.vulnerability(FINDING, "1").id},
            "Exception - Vulnerability cannot be accepted, severity outside of range set by the defined policy",
        ),
        (
            {"treatment": "ACCEPTED", "date": "2026-12-05", "id": factories.vulnerability(FINDING, "2").id},
            "Exception - Vulnerability has been accepted the maximum number of times allowed by the defined policy",
        ),
        ({"id": factories.vulnerability(FINDING, "3").id}, "Exception - The vulnerability has already been closed"),
        ({"id": factories.vulnerability(FINDING, "4").id}, "Exception - The vulnerability has not been released"),
        ({"id": factories.vulnerability(FINDING, "5").id}, "Exception - Vulnerability not found"),
        ({"id": "x"}, "Exception - Vulnerability not found"),
        ({"id": OF_ANOTHER.id}, "Exception - Vulnerability not found"),
        ({"id": RIVAL_VULNERABILITY.id}, "Exception - Vulnerability not found"),
        ({"finding": DRAFT.id}, "Exception - Vulnerability not found"),
        ({"finding": RIVAL_FINDING.id}, "Access denied"),
        ({"finding": "x"}, "Access denied"),
    ],
)
async def test_a_refusal_tells_why_and_changes_nothing(api: Api, variables: dict[str, Any], text: str) -> None:
    await populate(api, Caller("group", "user"))
    often = accepted(factories.vulnerability(FINDING, "2"), until=timedelta(days=1))
    states = {"3": VulnerabilityStatus.SAFE, "4": VulnerabilityStatus.SUBMITTED, "5": VulnerabilityStatus.DELETED}
    await api.given(
        FINDING_OF_ANOTHER,
        OF_ANOTHER,
        factories.vulnerability(FINDING, "1", score=Decimal("9.9")),
        often._replace(treatment=often.treatment._replace(acceptances=2)),
        *(in_state(factories.vulnerability(FINDING, digit), status) for digit, status in states.items()),
    )
    await set_policies(api, POLICIES)
    before = api.snapshot()

    answer = await api.ask(TREAT, {**treating("IN_PROGRESS"), **variables}, as_=USER)

    assert answer.errors == (text,)
    assert api.snapshot() == before


async def set_policies(api: Api, policies: Policies) -> None:
    """Set the policies of the group."""
    loaders = api.loaders()
    group = await loaders.group.load(GROUP.name)
    assert group is not None
    await loaders.commit(Command("a test"), groups_model.update(group, group._replace(policies=policies)))


async def test_the_policies_of_the_organization_hold_until_the_group_has_its_own(api: Api) -> None:
    await populate(api, Caller("group", "user"))
    loaders = api.loaders()
    organization = await loaders.organization.load(OKADA.id)
    assert organization is not None
    strict = organization._replace(policies=POLICIES._replace(max_acceptance_days=1))
    await loaders.commit(Command("a test"), organizations_model.update(organization, strict))
    until = treating("ACCEPTED", date="2026-11-27")

    refused = await api.ask(TREAT, until, as_=USER)
    await set_policies(api, POLICIES._replace(max_acceptance_days=2))
    taken = await api.ask(TREAT, until, as_=USER)

    assert (refused.errors, taken.errors) == ((DAYS,), ())


async def test_the_same_values_are_refused(api: Api) -> None:
    await populate(api, Caller("group", "user"))
    await api.ask(TREAT, treating("ACCEPTED", date="2026-11-30"), as_=USER)
    before = api.snapshot()

    same = await api.ask(TREAT, treating("ACCEPTED", date="2026-11-30"), as_=USER)
    unchanged = api.snapshot() == before
    other = await api.ask(TREAT, treating("ACCEPTED", date="2026-11-30 10:00:00"), as_=USER)

    assert (same.errors, unchanged, other.errors) == (("Exception - Same values",), True, ())


async def test_an_acceptance_is_over_at_its_end_whatever_is_written_down(api: Api) -> None:
    await populate(api, Caller("group", "user"))
    await api.given(accepted(factories.vulnerability(FINDING, "1"), until=timedelta(hours=1)))
    identifier = factories.vulnerability(FINDING, "1").id

    api.time.move(timedelta(minutes=59, seconds=59))
    before = await seen(api, identifier, "treatmentStatus treatmentChanges", as_=USER)
    api.time.move(timedelta(seconds=1))
    after = await seen(api, identifier, f"{HELD} {HISTORY}", as_=USER)

    assert before == {"treatmentStatus": "ACCEPTED", "treatmentChanges": 1}
    assert {name: after[name] for name in UNTREATED} == {**UNTREATED, "treatmentUser": "system"}
    assert (after["lastTreatmentDate"], after["treatmentChanges"]) == ("2026-11-25 13:00:00", 2)
    assert [(each["treatment"], each["date"]) for each in after["historicTreatmentStatus"]] == [
        ("ACCEPTED", "2026-11-25 12:00:00"),
        ("UNTREATED", "2026-11-25 13:00:00"),
    ]


async def test_treating_what_is_over_writes_its_end_down_first(api: Api) -> None:
    await populate(api, Caller("group", "user"))
    identifier = factories.vulnerability(FINDING, "1").id
    await api.given(accepted(factories.vulnerability(FINDING, "1"), until=timedelta(hours=1)))
    api.time.move(timedelta(hours=2))

    answer = await api.ask(TREAT, treating("IN_PROGRESS", id=identifier), as_=USER)

    assert answer.errors == ()
    assert [(each["treatment"], each["date"]) for each in (await seen(api, identifier, HISTORY, as_=USER))["historicTreatmentStatus"]] == [
        ("ACCEPTED", "2026-11-25 12:00:00"),
        ("UNTREATED", "2026-11-25 13:00:00"),
        ("IN_PROGRESS", "2026-11-25 14:00:00"),
    ]
    assert [each.version for each in await stored(api, identifier)] == [3]


async def test_what_was_decided_on_an_older_value_is_a_conflict(api: Api) -> None:
    await populate(api)
    slow, quick = api.loaders(), api.loaders()
    finding = await findings_domain.get(slow, FINDING.id)
    decision = claiming_zero_risk(slow, finding, zero_risk.Command.REQUEST, justification="Slow")
    (read,) = (await deciding.read(slow, decision, (VULNERABILITY.id,))).values()
    assert isinstance(read, type(VULNERABILITY))
    await deciding.decide(quick, decision, (VULNERABILITY.id,))
    before = api.snapshot()

    steps = (await decision.prepare((VULNERABILITY.id,)))(read)
    with pytest.raises(Conflict):
        await slow.commit(Command("slow"), vulnerabilities_model.update_by_steps(read, steps))

    assert api.snapshot() == before


async def test_the_number_of_store_calls_of_a_treatment(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.ask("{ me { userEmail } }", as_=MANAGER)
    before = api.calls.total

    await api.ask(TREAT, treating("IN_PROGRESS", assigned=TARGET), as_=MANAGER)

    # The token, the person, the accesses and what they lead to; the finding, the access and the profile of who is assigned, the policies
    # in two reads, the vulnerability; the commit.
    assert api.calls.total - before == 10
