"""The machine of treatments, walked state by state and command by command; what is expected is typed by hand."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from db_model.vulnerabilities.types import (
    AcceptanceStatus,
    Treatment,
    TreatmentStatus,
    Vulnerability,
    VulnerabilityStatus,
    ZeroRisk,
    ZeroRiskStatus,
)
from errors import DomainError
from policies.domain import EffectivePolicies
from policies.domain import effective as effective_policies
from vulnerabilities import treatment
from vulnerabilities.acceptance import Wanted, read_end
from vulnerabilities.treatment import Command, Standing

NOW = factories.NOW
DAY = timedelta(days=1)
POLICIES = effective_policies(None)
FINDING = factories.finding(factories.group())
OPEN = factories.vulnerability(FINDING)
ME, OTHER = "me@okada.test", "other@okada.test"

# Each is the treatment that a vulnerability has.
TREATMENTS = {
    "untreated": Treatment(TreatmentStatus.UNTREATED, NOW - DAY),
    "in progress": Treatment(TreatmentStatus.IN_PROGRESS, NOW - DAY, OTHER, OTHER, "old"),
    "accepted": Treatment(TreatmentStatus.ACCEPTED, NOW - DAY, OTHER, OTHER, "old", NOW + DAY, acceptances=1),
    "over": Treatment(TreatmentStatus.ACCEPTED, NOW - DAY, OTHER, OTHER, "old", NOW, acceptances=1),
    "submitted": Treatment(TreatmentStatus.ACCEPTED_UNDEFINED, NOW - DAY, OTHER, OTHER, "old", None, AcceptanceStatus.SUBMITTED),
    "approved": Treatment(TreatmentStatus.ACCEPTED_UNDEFINED, NOW - DAY, OTHER, OTHER, "old", None, AcceptanceStatus.APPROVED),
    "rejected": Treatment(TreatmentStatus.ACCEPTED_UNDEFINED, NOW - DAY, OTHER, OTHER, "old", None, AcceptanceStatus.REJECTED),
}
IN_PROGRESS, ACCEPTED, SUBMITTED = "IN_PROGRESS None", "ACCEPTED None", "ACCEPTED_UNDEFINED SUBMITTED"
APPROVED, REJECTED, UNTREATED = "ACCEPTED_UNDEFINED APPROVED", "ACCEPTED_UNDEFINED REJECTED", "UNTREATED None"
NOT_REQUESTED = "Exception - It cant handle acceptance without being requested"
SAME = "Exception - Same values"
ENDED = UNTREATED
# The steps that each command takes, or the text of its refusal; the history behind each begins with `in progress`.
EXPECTED = {
    "untreated": ((IN_PROGRESS,), (ACCEPTED,), (SUBMITTED,), NOT_REQUESTED, NOT_REQUESTED),
    "in progress": ((IN_PROGRESS,), (ACCEPTED,), (SUBMITTED,), NOT_REQUESTED, NOT_REQUESTED),
    "accepted": ((IN_PROGRESS,), (ACCEPTED,), (SUBMITTED,), NOT_REQUESTED, NOT_REQUESTED),
    "over": ((ENDED, IN_PROGRESS), (ENDED, ACCEPTED), (ENDED, SUBMITTED), NOT_REQUESTED, NOT_REQUESTED),
    "submitted": ((IN_PROGRESS,), (ACCEPTED,), (SUBMITTED,), (APPROVED,), (REJECTED, IN_PROGRESS)),
    "approved": ((IN_PROGRESS,), (ACCEPTED,), SAME, NOT_REQUESTED, NOT_REQUESTED),
    "rejected": ((IN_PROGRESS,), (ACCEPTED,), (SUBMITTED,), NOT_REQUESTED, NOT_REQUESTED),
}
COMMANDS = (Command.START, Command.ACCEPT, Command.SUBMIT, Command.APPROVE, Command.REJECT)
CASES = [(name, command, wanted) for name, row in EXPECTED.items() for command, wanted in zip(COMMANDS, row, strict=True)]


def wants(status: TreatmentStatus, **changes: Any) -> Wanted:
    until = NOW + 2 * DAY if status is TreatmentStatus.ACCEPTED else None
    return Wanted(status, "new", ME, until)._replace(**changes)


def give(vulnerability: Vulnerability, command: Command) -> tuple[Vulnerability, ...]:
    """Give a command, with a history that a rejection can go back in."""
    match command:
        case Command.APPROVE:
            return treatment.approved(vulnerability, justification="new", by=ME, now=NOW)
        case Command.REJECT:
            history = (TREATMENTS["untreated"], TREATMENTS["in progress"], vulnerability.treatment)
            return treatment.rejected(vulnerability, history, justification="new", by=ME, now=NOW)
        case _:
            status = next(status for status, setting in treatment.SETTING.items() if setting is command)
            return treatment.treated(vulnerability, wants(status), policies=POLICIES, by=ME, now=NOW)


def told(vulnerability: Vulnerability, command: Command) -> tuple[str, ...] | str:
    """Return the steps that a command takes, in words, or the text of its refusal."""
    try:
        steps = give(vulnerability, command)
    except DomainError as error:
        return str(error)
    return tuple(f"{step.treatment.status} {step.treatment.acceptance}" for step in steps)


@pytest.mark.parametrize(("name", "command", "expected"), CASES)
def test_every_command_in_every_state_takes_its_steps_or_is_refused(name: str, command: Command, expected: object) -> None:
    assert told(OPEN._replace(treatment=TREATMENTS[name]), command) == expected


@pytest.mark.parametrize("name", TREATMENTS)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("status", "text"),
    [
        (VulnerabilityStatus.SAFE, "Exception - The vulnerability has already been closed"),
        (VulnerabilityStatus.SUBMITTED, "Exception - The vulnerability has not been released"),
        (VulnerabilityStatus.REJECTED, "Exception - The vulnerability has not been released"),
        (VulnerabilityStatus.DELETED, "Exception - The vulnerability has not been released"),
    ],
)
def test_only_what_is_released_and_open_is_decided_about(name: str, command: Command, status: VulnerabilityStatus, text: str) -> None:
    closed = OPEN._replace(treatment=TREATMENTS[name], state=OPEN.state._replace(status=status))

    assert told(closed, command) == text


@pytest.mark.parametrize("status", [*ZeroRiskStatus])
@pytest.mark.parametrize(("name", "command", "expected"), CASES)
def test_a_claim_of_no_risk_changes_nothing_about_treatments(name: str, command: Command, expected: object, status: ZeroRiskStatus) -> None:
    claimed = OPEN._replace(treatment=TREATMENTS[name], zero_risk=ZeroRisk(status, OTHER, NOW, "No risk"))

    assert told(claimed, command) == expected


def test_the_table_has_every_command_for_every_standing_and_leads_where_the_functions_do() -> None:
    assert {standing: frozenset(row) for standing, row in treatment.TABLE.items()} == dict.fromkeys(Standing, frozenset(Command))
    assert {standing: row[Command.EXPIRE] for standing, row in treatment.TABLE.items()} == {
        **{standing: standing for standing in Standing},
        Standing.ACCEPTED: Standing.UNTREATED,
    }


@pytest.mark.parametrize("standing", Standing)
def test_each_standing_is_stored_in_its_own_way(standing: Standing) -> None:
    status, acceptance = treatment.STORED[standing]

    assert treatment.standing_of(Treatment(status, NOW, acceptance=acceptance)) is standing


@pytest.mark.parametrize("status", TreatmentStatus)
@pytest.mark.parametrize("acceptance", [None, *AcceptanceStatus])
def test_whatever_is_stored_stands_somewhere(status: TreatmentStatus, acceptance: AcceptanceStatus | None) -> None:
    standing = treatment.standing_of(Treatment(status, NOW, acceptance=acceptance))

    assert treatment.STORED[standing][0] is status


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("in progress", Wanted(TreatmentStatus.IN_PROGRESS, "old", OTHER)),
        ("accepted", Wanted(TreatmentStatus.ACCEPTED, "old", OTHER, NOW + DAY)),
        ("submitted", Wanted(TreatmentStatus.ACCEPTED_UNDEFINED, "old", OTHER)),
    ],
)
def test_what_is_wanted_as_it_is_is_refused_and_any_difference_is_taken(name: str, same: Wanted) -> None:
    held = OPEN._replace(treatment=TREATMENTS[name])
    others = [same._replace(justification="other"), same._replace(assigned=ME)]
    others += [same._replace(accepted_until=NOW + 3 * DAY)] if same.accepted_until else []

    with pytest.raises(DomainError) as refusal:
        treatment.treated(held, same, policies=POLICIES, by=ME, now=NOW)

    assert str(refusal.value) == SAME
    assert [len(treatment.treated(held, other, policies=POLICIES, by=ME, now=NOW)) for other in others] == [1] * len(others)


def test_a_treatment_says_who_set_it_for_whom_why_and_until_when() -> None:
    (step,) = treatment.treated(OPEN, wants(TreatmentStatus.ACCEPTED), policies=POLICIES, by=OTHER, now=NOW)

    assert step == OPEN._replace(treatment=Treatment(TreatmentStatus.ACCEPTED, NOW, OTHER, ME, "new", NOW + 2 * DAY, None, 1))


def test_an_approval_keeps_the_assignee() -> None:
    (step,) = treatment.approved(OPEN._replace(treatment=TREATMENTS["submitted"]), justification="fine", by=ME, now=NOW)

    assert step.treatment == Treatment(TreatmentStatus.ACCEPTED_UNDEFINED, NOW, ME, OTHER, "fine", None, AcceptanceStatus.APPROVED)


UNDEFINED = [TREATMENTS["submitted"], TREATMENTS["rejected"]]


@pytest.mark.parametrize(
    ("history", "restored"),
    [
        ((), Treatment(TreatmentStatus.UNTREATED, NOW, ME)),
        ((TREATMENTS["submitted"],), Treatment(TreatmentStatus.UNTREATED, NOW, ME)),
        ((TREATMENTS["untreated"], *UNDEFINED[:1]), Treatment(TreatmentStatus.UNTREATED, NOW, ME)),
        ((TREATMENTS["in progress"], *UNDEFINED[:1] * 3), TREATMENTS["in progress"]._replace(modified_by=ME, modified_at=NOW)),
        ((TREATMENTS["approved"], *UNDEFINED, *UNDEFINED[:1]), TREATMENTS["approved"]._replace(modified_by=ME, modified_at=NOW)),
        ((TREATMENTS["accepted"], *UNDEFINED[:1]), TREATMENTS["accepted"]._replace(modified_by=ME, modified_at=NOW, acceptances=7)),
        ((TREATMENTS["over"], *UNDEFINED[:1]), Treatment(TreatmentStatus.UNTREATED, NOW, ME, acceptances=7)),
    ],
)
def test_a_rejection_restores_what_was_before_the_submission(history: tuple[Treatment, ...], restored: Treatment) -> None:
    held = OPEN._replace(treatment=TREATMENTS["submitted"]._replace(acceptances=7))

    first, last = treatment.rejected(held, history, justification="No", by=ME, now=NOW)

    assert first.treatment == held.treatment._replace(
        acceptance=AcceptanceStatus.REJECTED, justification="No", modified_by=ME, modified_at=NOW
    )
    assert last.treatment == restored._replace(acceptances=7)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=NOW.tzinfo))  # noqa: DTZ001 -- it gets one


@given(MOMENTS)
def test_an_acceptance_counts_exactly_until_its_end(now: datetime) -> None:
    held = OPEN._replace(treatment=TREATMENTS["accepted"])
    is_before = now < NOW + DAY

    assert treatment.is_accepted(held, now) is is_before
    assert treatment.effective_treatment(held, now).status is (TreatmentStatus.ACCEPTED if is_before else TreatmentStatus.UNTREATED)
    assert (treatment.expired(held, now=now) == held) is is_before


@given(MOMENTS)
def test_what_is_for_good_counts_when_it_was_approved_and_nothing_else_does(now: datetime) -> None:
    counting = {
        name: treatment.is_accepted(OPEN._replace(treatment=held), now) for name, held in TREATMENTS.items() if held.accepted_until is None
    }

    assert counting == {"untreated": False, "in progress": False, "submitted": False, "approved": True, "rejected": False}


def test_writing_an_end_down_changes_nothing_for_readers() -> None:
    over = OPEN._replace(treatment=TREATMENTS["over"])
    written = treatment.expired(over, now=NOW + DAY)
    history = (TREATMENTS["untreated"], over.treatment)

    assert written.treatment == Treatment(TreatmentStatus.UNTREATED, NOW, "system", acceptances=1)
    assert treatment.effective_treatment(written, NOW + DAY) == treatment.effective_treatment(over, NOW + DAY)
    assert treatment.effective_history((*history, written.treatment), NOW + DAY) == treatment.effective_history(history, NOW + DAY)
    assert treatment.expired(written, now=NOW + DAY) == written


def test_an_acceptance_without_a_date_never_holds() -> None:
    endless = Treatment(TreatmentStatus.ACCEPTED, NOW - DAY)

    assert treatment.effective(endless, NOW) == Treatment(TreatmentStatus.UNTREATED, NOW - DAY, "system")


@pytest.mark.parametrize(
    ("names", "changes"),
    [((), 0), (("untreated",), 0), (("untreated", "in progress"), 1), (("submitted", "approved"), 2), (("untreated", "over"), 2)],
)
def test_changes_are_counted_without_the_beginning(names: tuple[str, ...], changes: int) -> None:
    assert treatment.changes_in([TREATMENTS[name] for name in names], NOW) == changes


def accepting(held: Vulnerability, policies: EffectivePolicies, until: datetime | None) -> str:
    """Accept for a time and tell how often that was done, or return the text of the refusal."""
    try:
        steps = treatment.treated(held, wants(TreatmentStatus.ACCEPTED, accepted_until=until), policies=policies, by=ME, now=NOW)
    except DomainError as error:
        return str(error)
    return f"accepted {steps[-1].treatment.acceptances} times"


MISSING = "Acceptance parameter missing"
DAYS = "Exception - Chosen date is either in the past or exceeds the maximum number of days allowed by the defined policy"
SEVERITY = "Exception - Vulnerability cannot be accepted, severity outside of range set by the defined policy"
NUMBER = "Exception - Vulnerability has been accepted the maximum number of times allowed by the defined policy"


@pytest.mark.parametrize(
    ("policies", "until", "text"),
    [
        ({}, None, MISSING),
        ({}, NOW, DAYS),
        ({}, NOW - timedelta(microseconds=1), DAYS),
        ({}, NOW + timedelta(microseconds=1), None),
        ({}, NOW + 30_000 * DAY, None),
        ({"max_acceptance_days": 0}, NOW.replace(hour=23, minute=59, second=59), None),
        ({"max_acceptance_days": 0}, NOW + DAY, DAYS),
        ({"max_acceptance_days": 10}, (NOW + 10 * DAY).replace(hour=23, minute=59, second=59), None),
        ({"max_acceptance_days": 10}, (NOW + 11 * DAY).replace(hour=0), DAYS),
        ({"max_acceptance_severity": Decimal("9.7")}, NOW + DAY, SEVERITY),
        ({"max_acceptance_severity": Decimal("9.8")}, NOW + DAY, None),
        ({"min_acceptance_severity": Decimal("9.9")}, NOW + DAY, SEVERITY),
        ({"min_acceptance_severity": Decimal("9.8")}, NOW + DAY, None),
        ({"max_number_acceptances": 0}, NOW + DAY, NUMBER),
        ({"max_number_acceptances": 2}, NOW + DAY, NUMBER),
        ({"max_number_acceptances": 3}, NOW + DAY, None),
        ({"max_number_acceptances": 0, "max_acceptance_severity": Decimal(1), "max_acceptance_days": 0}, NOW + DAY, DAYS),
        ({"max_number_acceptances": 0, "max_acceptance_severity": Decimal(1)}, NOW + DAY, SEVERITY),
    ],
)
def test_an_acceptance_for_a_time_stays_within_the_policies(policies: dict[str, Any], until: datetime | None, text: str | None) -> None:
    held = OPEN._replace(treatment=TREATMENTS["untreated"]._replace(acceptances=2))
    holding = POLICIES._replace(**policies)

    assert accepting(held, holding, until) == (text or "accepted 3 times")


@pytest.mark.parametrize("status", [TreatmentStatus.IN_PROGRESS, TreatmentStatus.ACCEPTED_UNDEFINED])
def test_the_policies_of_acceptances_for_a_time_ask_nothing_of_other_treatments(status: TreatmentStatus) -> None:
    strict = POLICIES._replace(max_acceptance_days=0, max_acceptance_severity=Decimal(0), max_number_acceptances=0)

    assert len(treatment.treated(OPEN, wants(status), policies=strict, by=ME, now=NOW)) == 1


@pytest.mark.parametrize(
    ("status", "text", "until"),
    [
        (TreatmentStatus.ACCEPTED, "2026-12-01", "2026-12-01T23:59:59+00:00"),
        (TreatmentStatus.ACCEPTED, "2026-12-01 10:00:00", "2026-12-01T10:00:00+00:00"),
        (TreatmentStatus.ACCEPTED, "2026-12-01T10:00:00-05:00", "2026-12-01T15:00:00+00:00"),
        (TreatmentStatus.ACCEPTED, "", None),
        (TreatmentStatus.ACCEPTED, None, None),
        (TreatmentStatus.IN_PROGRESS, "never", None),
        (TreatmentStatus.ACCEPTED_UNDEFINED, "2026-12-01", None),
    ],
)
def test_a_date_without_a_time_is_the_end_of_its_day(status: TreatmentStatus, text: str | None, until: str | None) -> None:
    moment = read_end(status, text)

    assert (moment and moment.isoformat()) == until


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "99999-01-01", "2026-12-01 25:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_end(TreatmentStatus.ACCEPTED, text)

    assert str(refusal.value) == "Exception - The date format is invalid"


@given(st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 50)), max_size=25))
def test_whatever_is_commanded_the_history_tells_every_step_and_acceptances_are_counted(path: list[tuple[Command, int]]) -> None:
    held, history, accepted = OPEN, [OPEN.treatment], 0
    now = NOW
    for number, (command, hours) in enumerate(path):
        now += timedelta(hours=hours, seconds=1)
        try:
            steps = _steps(held, history, command, now, str(number))
        except DomainError:
            continue
        history += [step.treatment for step in steps]
        accepted += command is Command.ACCEPT
        held = steps[-1]
        assert held.treatment.status is TreatmentStatus.UNTREATED or held.treatment.modified_at == now
        assert treatment.standing_of(held.treatment) is not Standing.REJECTED
        assert held.treatment.acceptances == accepted
    assert [before for before, after in pairwise(history) if before == after] == []
    assert history[-1] == held.treatment


def _steps(held: Vulnerability, history: list[Treatment], command: Command, now: datetime, why: str) -> tuple[Vulnerability, ...]:
    match command:
        case Command.APPROVE:
            return treatment.approved(held, justification=why, by=ME, now=now)
        case Command.REJECT:
            return treatment.rejected(held, history, justification=why, by=ME, now=now)
        case _:
            status = next(status for status, setting in treatment.SETTING.items() if setting is command)
            until = now + DAY if status is TreatmentStatus.ACCEPTED else None
            return treatment.treated(held, Wanted(status, why, ME, until), policies=POLICIES, by=ME, now=now)
