"""The rules of policies, pure: what may be set, and what holds where nothing is."""

import math
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, TypeVar

from db_model.groups.types import Group
from db_model.organizations.types import Organization
from db_model.policies.types import Policies
from errors import DomainError
from policies.errors import (
    InvalidAcceptanceDays,
    InvalidAcceptanceSeverity,
    InvalidAcceptanceSeverityRange,
    InvalidInactivityPeriod,
    InvalidNumberAcceptances,
    InvalidSeverity,
    InvalidVulnerabilityGracePeriod,
)

LEAST_INACTIVITY_PERIOD = 21
DEFAULT_INACTIVITY_PERIOD = 90
LOWEST_SCORE = Decimal("0.0")
HIGHEST_SCORE = Decimal("10.0")
T = TypeVar("T")


class PoliciesToSet(NamedTuple):
    """What a caller wants to set; `None` leaves what there is."""

    inactivity_period: int | None = None
    max_acceptance_days: int | None = None
    max_acceptance_severity: float | None = None
    max_number_acceptances: int | None = None
    min_acceptance_severity: float | None = None
    min_breaking_severity: float | None = None
    vulnerability_grace_period: int | None = None


class EffectivePolicies(NamedTuple):
    """What holds, defaults filled in; `None` is no limit."""

    inactivity_period: int
    max_acceptance_days: int | None
    max_acceptance_severity: Decimal
    max_number_acceptances: int | None
    min_acceptance_severity: Decimal
    min_breaking_severity: Decimal
    vulnerability_grace_period: int


def _score(value: float | None, error: type[DomainError]) -> Decimal | None:
    """Round a score to one decimal and check its bounds."""
    if value is None:
        return None
    if not math.isfinite(value) or not LOWEST_SCORE <= Decimal(value) <= HIGHEST_SCORE:
        raise error
    return Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _at_least(low: int, value: int | None, error: type[DomainError]) -> int | None:
    """Check a whole number."""
    if value is not None and value < low:
        raise error
    return value


def set_policies(present: Policies | None, wanted: PoliciesToSet, *, by: str, now: datetime) -> Policies:
    """Return the policies after a change: what was not given stays; raises the error of the first policy out of its bounds."""
    checked = Policies(
        modified_by=by,
        modified_at=now,
        inactivity_period=_at_least(LEAST_INACTIVITY_PERIOD, wanted.inactivity_period, InvalidInactivityPeriod),
        max_acceptance_days=_at_least(0, wanted.max_acceptance_days, InvalidAcceptanceDays),
        max_acceptance_severity=_score(wanted.max_acceptance_severity, InvalidAcceptanceSeverity),
        max_number_acceptances=_at_least(0, wanted.max_number_acceptances, InvalidNumberAcceptances),
        min_acceptance_severity=_score(wanted.min_acceptance_severity, InvalidAcceptanceSeverity),
        min_breaking_severity=_score(wanted.min_breaking_severity, InvalidSeverity),
        vulnerability_grace_period=_at_least(0, wanted.vulnerability_grace_period, InvalidVulnerabilityGracePeriod),
    )
    merged = (
        checked if present is None else present._replace(**{name: value for name, value in checked._asdict().items() if value is not None})
    )
    held = effective(merged)
    if held.min_acceptance_severity > held.max_acceptance_severity:
        raise InvalidAcceptanceSeverityRange
    return merged


def effective(policies: Policies | None) -> EffectivePolicies:
    """Fill in the defaults of the service for what is not set."""
    held = policies or Policies(modified_by="", modified_at=datetime.min)  # noqa: DTZ901 -- never shown: it stands for nothing set
    return EffectivePolicies(
        inactivity_period=_or(held.inactivity_period, DEFAULT_INACTIVITY_PERIOD),
        max_acceptance_days=held.max_acceptance_days,
        max_acceptance_severity=_or(held.max_acceptance_severity, HIGHEST_SCORE),
        max_number_acceptances=held.max_number_acceptances,
        min_acceptance_severity=_or(held.min_acceptance_severity, LOWEST_SCORE),
        min_breaking_severity=_or(held.min_breaking_severity, LOWEST_SCORE),
        vulnerability_grace_period=_or(held.vulnerability_grace_period, 0),
    )


def _or(value: T | None, default: T) -> T:
    """Return a value, or the default where there is none: zero is a value."""
    return default if value is None else value


def of_organization(organization: Organization) -> EffectivePolicies:
    """Return what holds in an organization."""
    return effective(organization.policies)


def of_group(group: Group, organization: Organization) -> EffectivePolicies:
    """Return what holds in a group, defaults filled in."""
    return effective(set_for_group(group, organization))


def set_for_group(group: Group, organization: Organization) -> Policies | None:
    """Return what was set for a group: all of its own set when it has one, else its organization's."""
    return organization.policies if group.policies is None else group.policies
