"""Treatments: their machine as a table, the pure functions that follow it, and what holds at a time.

An acceptance for a time is over by itself: from its end on the treatment reads as untreated, whether or not that was written down.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from db_model.vulnerabilities.acceptance import breaks_from
from db_model.vulnerabilities.types import AcceptanceStatus, Treatment, TreatmentStatus, Vulnerability
from policies.domain import EffectivePolicies
from vulnerabilities.acceptance import WITHIN_POLICIES, Treating, Wanted
from vulnerabilities.errors import AcceptanceNotRequested, SameValues
from vulnerabilities.machine import ON_OPEN, Guard, Table, check, follow

SYSTEM = "system"
"""Who ends acceptances."""


class Standing(StrEnum):
    """Where the treatment of a vulnerability stands."""

    UNTREATED = "untreated"
    IN_PROGRESS = "in progress"
    ACCEPTED = "accepted for a time"
    SUBMITTED = "acceptance for good submitted"
    APPROVED = "accepted for good"
    REJECTED = "acceptance for good rejected"


class Command(StrEnum):
    """What happens to a treatment."""

    START = "start"
    ACCEPT = "accept for a time"
    SUBMIT = "submit for good"
    APPROVE = "approve"
    REJECT = "reject"
    EXPIRE = "expire"


_SETTABLE: Mapping[Command, Standing] = MappingProxyType(
    {Command.START: Standing.IN_PROGRESS, Command.ACCEPT: Standing.ACCEPTED, Command.SUBMIT: Standing.SUBMITTED}
)
_NOT_SUBMITTED: Mapping[Command, type[AcceptanceNotRequested]] = MappingProxyType(
    {Command.APPROVE: AcceptanceNotRequested, Command.REJECT: AcceptanceNotRequested}
)
TABLE: Table[Standing, Command] = MappingProxyType(
    {
        Standing.UNTREATED: {**_SETTABLE, **_NOT_SUBMITTED, Command.EXPIRE: Standing.UNTREATED},
        Standing.IN_PROGRESS: {**_SETTABLE, **_NOT_SUBMITTED, Command.EXPIRE: Standing.IN_PROGRESS},
        Standing.ACCEPTED: {**_SETTABLE, **_NOT_SUBMITTED, Command.EXPIRE: Standing.UNTREATED},
        Standing.SUBMITTED: {
            **_SETTABLE,
            Command.APPROVE: Standing.APPROVED,
            Command.REJECT: Standing.REJECTED,
            Command.EXPIRE: Standing.SUBMITTED,
        },
        Standing.APPROVED: {**_SETTABLE, **_NOT_SUBMITTED, Command.SUBMIT: SameValues, Command.EXPIRE: Standing.APPROVED},
        Standing.REJECTED: {**_SETTABLE, **_NOT_SUBMITTED, Command.EXPIRE: Standing.REJECTED},
    }
)
STORED: Mapping[Standing, tuple[TreatmentStatus, AcceptanceStatus | None]] = MappingProxyType(
    {
        Standing.UNTREATED: (TreatmentStatus.UNTREATED, None),
        Standing.IN_PROGRESS: (TreatmentStatus.IN_PROGRESS, None),
        Standing.ACCEPTED: (TreatmentStatus.ACCEPTED, None),
        Standing.SUBMITTED: (TreatmentStatus.ACCEPTED_UNDEFINED, AcceptanceStatus.SUBMITTED),
        Standing.APPROVED: (TreatmentStatus.ACCEPTED_UNDEFINED, AcceptanceStatus.APPROVED),
        Standing.REJECTED: (TreatmentStatus.ACCEPTED_UNDEFINED, AcceptanceStatus.REJECTED),
    }
)
_PASSING = frozenset({Standing.SUBMITTED, Standing.REJECTED})
"""The standings that a rejection does not lead back to."""
SETTING: Mapping[TreatmentStatus, Command] = MappingProxyType(
    {
        TreatmentStatus.IN_PROGRESS: Command.START,
        TreatmentStatus.ACCEPTED: Command.ACCEPT,
        TreatmentStatus.ACCEPTED_UNDEFINED: Command.SUBMIT,
    }
)
"""The commands that set a treatment, by the treatment that they ask for."""


def _changes_something(case: Treating) -> bool:
    """Tell whether a treatment differs from the one that holds in what people set."""
    now = case.current
    return case.wanted != Wanted(now.status, now.justification or "", now.assigned or "", now.accepted_until)


_DIFFERENT: Guard[Treating] = Guard("treatment, justification, assignee or date differ from what holds", _changes_something, SameValues)
GUARDS: Mapping[Command, tuple[Guard[Treating], ...]] = MappingProxyType(
    {Command.START: (_DIFFERENT,), Command.ACCEPT: (_DIFFERENT, *WITHIN_POLICIES), Command.SUBMIT: (_DIFFERENT,)}
)
"""What each command that sets a treatment asks for, in the order of asking."""


def standing_of(treatment: Treatment) -> Standing:
    """Return where a treatment stands, as it is stored; what was accepted for good without a decision is submitted."""
    if treatment.status is TreatmentStatus.ACCEPTED_UNDEFINED and treatment.acceptance is None:
        return Standing.SUBMITTED
    acceptance = treatment.acceptance if treatment.status is TreatmentStatus.ACCEPTED_UNDEFINED else None
    return next(standing for standing, stored in STORED.items() if stored == (treatment.status, acceptance))


def is_over(treatment: Treatment, now: datetime) -> bool:
    """Tell whether a treatment is an acceptance for a time that has passed."""
    return treatment.status is TreatmentStatus.ACCEPTED and (treatment.accepted_until is None or treatment.accepted_until <= now)


def effective(treatment: Treatment, now: datetime) -> Treatment:
    """Return the treatment that holds: once an acceptance for a time is over, none, since its end."""
    if not is_over(treatment, now):
        return treatment
    return Treatment(
        status=TreatmentStatus.UNTREATED,
        modified_at=treatment.accepted_until or treatment.modified_at,
        modified_by=SYSTEM,
        acceptances=treatment.acceptances,
    )


def effective_treatment(vulnerability: Vulnerability, now: datetime) -> Treatment:
    """Return the treatment of a vulnerability that holds at a time."""
    return effective(vulnerability.treatment, now)


def effective_history(history: Sequence[Treatment], now: datetime) -> tuple[Treatment, ...]:
    """Return the treatments that there were, oldest first, with the end of the last one if it is over."""
    last = tuple(history[-1:])
    return (*history, *(effective(each, now) for each in last if is_over(each, now)))


def changes_in(history: Sequence[Treatment], now: datetime) -> int:
    """Count the treatments that there were, but for the one that everything begins with."""
    whole = effective_history(history, now)
    return len(whole) - (1 if whole and whole[0].status is TreatmentStatus.UNTREATED else 0)


def is_accepted(vulnerability: Vulnerability, now: datetime) -> bool:
    """Tell whether the risk of a vulnerability is accepted at a time: until a date after it, or for good and approved."""
    until = breaks_from(vulnerability.treatment)
    return until is None or until > now


def treated(
    vulnerability: Vulnerability, wanted: Wanted, *, policies: EffectivePolicies, by: str, now: datetime
) -> tuple[Vulnerability, ...]:
    """Return the steps to a treatment that somebody sets; raises the error of what is in the way.

    The end of an acceptance that is over is a step of its own, unless it was written down before.
    """
    check(ON_OPEN, vulnerability)
    command = SETTING[wanted.status]
    current = effective_treatment(vulnerability, now)
    standing = follow(TABLE, standing_of(current), command)
    check(GUARDS[command], Treating(vulnerability._replace(treatment=current), wanted, policies, now))
    status, acceptance = STORED[standing]
    new = Treatment(
        status=status,
        modified_at=now,
        modified_by=by,
        assigned=wanted.assigned,
        justification=wanted.justification,
        accepted_until=wanted.accepted_until,
        acceptance=acceptance,
        acceptances=current.acceptances + (1 if command is Command.ACCEPT else 0),
    )
    ended = (current,) if current != vulnerability.treatment else ()
    return tuple(vulnerability._replace(treatment=each) for each in (*ended, new))


def approved(vulnerability: Vulnerability, *, justification: str, by: str, now: datetime) -> tuple[Vulnerability, ...]:
    """Return the step to an acceptance for good that was approved; its assignee stays. Raises `AcceptanceNotRequested`."""
    return (_judged(vulnerability, Command.APPROVE, justification=justification, by=by, now=now),)


def rejected(
    vulnerability: Vulnerability, history: Sequence[Treatment], *, justification: str, by: str, now: datetime
) -> tuple[Vulnerability, ...]:
    """Return the steps of a rejection: it, and the treatment from before the submission. Raises `AcceptanceNotRequested`."""
    rejection = _judged(vulnerability, Command.REJECT, justification=justification, by=by, now=now)
    restored = effective(before_submission(history), now)._replace(
        modified_at=now, modified_by=by, acceptances=vulnerability.treatment.acceptances
    )
    return (rejection, vulnerability._replace(treatment=restored))


def before_submission(history: Sequence[Treatment]) -> Treatment:
    """Return the last treatment that waited for no decision and was no rejection; untreated if there was none."""
    settled = (each for each in reversed(history) if standing_of(each) not in _PASSING)
    return next(settled, Treatment(status=TreatmentStatus.UNTREATED, modified_at=datetime.min))  # noqa: DTZ901 -- who restores it sets the date


def expired(vulnerability: Vulnerability, *, now: datetime) -> Vulnerability:
    """Return a vulnerability whose acceptance for a time has ended, as it reads since then; any other one as it is."""
    return vulnerability._replace(treatment=effective_treatment(vulnerability, now))


def _judged(vulnerability: Vulnerability, command: Command, *, justification: str, by: str, now: datetime) -> Vulnerability:
    """Return a vulnerability after a decision on its acceptance for good."""
    check(ON_OPEN, vulnerability)
    standing = follow(TABLE, standing_of(effective_treatment(vulnerability, now)), command)
    _, acceptance = STORED[standing]
    return vulnerability._replace(
        treatment=vulnerability.treatment._replace(acceptance=acceptance, justification=justification, modified_by=by, modified_at=now)
    )
