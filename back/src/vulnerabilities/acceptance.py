"""What the policies of a group ask of an acceptance for a time."""

from datetime import datetime
from typing import NamedTuple

from clock import days_between, parse_api_date
from db_model.vulnerabilities.types import Treatment, TreatmentStatus, Vulnerability
from policies.domain import EffectivePolicies
from vulnerabilities.errors import (
    AcceptanceParameterMissing,
    InvalidAcceptanceDays,
    InvalidAcceptanceSeverity,
    InvalidNumberAcceptances,
)
from vulnerabilities.machine import Guard


class Wanted(NamedTuple):
    """The treatment that somebody wants."""

    status: TreatmentStatus
    justification: str
    assigned: str
    accepted_until: datetime | None = None


class Treating(NamedTuple):
    """What the guards of a treatment look at; the vulnerability has the treatment that holds now."""

    vulnerability: Vulnerability
    wanted: Wanted
    policies: EffectivePolicies
    now: datetime

    @property
    def current(self) -> Treatment:
        """Return the treatment that holds now."""
        return self.vulnerability.treatment


def read_end(status: TreatmentStatus, text: str | None) -> datetime | None:
    """Read the date until which something is accepted; other treatments have none. Raises `InvalidDateFormat`."""
    return parse_api_date(text) if text and status is TreatmentStatus.ACCEPTED else None


def _ends_in_time(case: Treating) -> bool:
    """Tell whether an acceptance ends after now, and not more whole UTC days from today than the policy allows."""
    until, most = case.wanted.accepted_until, case.policies.max_acceptance_days
    return until is not None and until > case.now and (most is None or days_between(case.now, until) <= most)


def _has_score(case: Treating) -> bool:
    """Tell whether the policy lets vulnerabilities of this score be accepted."""
    return case.policies.min_acceptance_severity <= case.vulnerability.score <= case.policies.max_acceptance_severity


def _is_not_too_often(case: Treating) -> bool:
    """Tell whether the policy lets the vulnerability be accepted once more."""
    most = case.policies.max_number_acceptances
    return most is None or case.current.acceptances < most


WITHIN_POLICIES: tuple[Guard[Treating], ...] = (
    Guard("a date is given", lambda case: case.wanted.accepted_until is not None, AcceptanceParameterMissing),
    Guard("the date is after now, and at most `maxAcceptanceDays` UTC days after today", _ends_in_time, InvalidAcceptanceDays),
    Guard("the score is between `minAcceptanceSeverity` and `maxAcceptanceSeverity`", _has_score, InvalidAcceptanceSeverity),
    Guard("it was accepted for a time less than `maxNumberAcceptances` times", _is_not_too_often, InvalidNumberAcceptances),
)
