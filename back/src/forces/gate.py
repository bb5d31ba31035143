"""The pure rules of the gate: what breaks a build, from which score and age on, and what the verdict is.

A vulnerability breaks when it is open, not claimed to be no risk, not accepted as of now, has at least the score of the threshold and
is not within the grace period. Where a policy and an argument both say something, the stricter one holds: the lower.
"""

from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from db_model.executions.types import Kind, Strictness
from db_model.policies.types import Policies
from db_model.roots.types import Root, is_active
from db_model.scans.types import Scan, ScanStatus
from db_model.vulnerabilities.acceptance import breaks_from
from db_model.vulnerabilities.types import NO_RISK, Vulnerability, VulnerabilityStatus, VulnerabilityType
from errors import NumberOutOfRange

N = TypeVar("N", int, Decimal)
MOST_DAYS = 36_500
_LOWEST = Decimal("0.0")
_HIGHEST = Decimal("10.0")
_TENTH = Decimal("0.1")


class Verdict(StrEnum):
    """What the gate says of a build."""

    BROKEN = "BROKEN"
    PASSED = "PASSED"
    UNDECIDED = "UNDECIDED"

    @property
    def exit_code(self) -> int:
        """Return the exit code that a CI job ends with."""
        match self:
            case Verdict.PASSED:
                return 0
            case Verdict.BROKEN:
                return 1
            case Verdict.UNDECIDED:
                return 2


class ReasonKind(StrEnum):
    """Why the gate cannot decide."""

    NO_SCAN = "NO_SCAN"
    ROOT_INACTIVE = "ROOT_INACTIVE"
    SCAN_FAILED = "SCAN_FAILED"
    SCAN_NOT_ENDED = "SCAN_NOT_ENDED"
    SCAN_TOO_OLD = "SCAN_TOO_OLD"


class Reason(NamedTuple):
    """Why the gate cannot decide on a root or, without one, on all that it was asked about."""

    kind: ReasonKind
    root_nickname: str | None = None
    scan_id: str | None = None


class Question(NamedTuple):
    """What somebody asks the gate; what is `None` bounds nothing."""

    kind: Kind = Kind.ALL
    strictness: Strictness = Strictness.LAX
    severity_threshold: float | None = None
    grace_period: int | None = None
    """Days."""
    max_age: int | None = None
    """Days that have passed since the newest scan of a root at most."""


class Terms(NamedTuple):
    """The rule of one decision, policy and arguments taken together."""

    types: frozenset[VulnerabilityType]
    strictness: Strictness
    severity_threshold: Decimal
    grace_period: int
    max_age: timedelta | None
    now: datetime


def terms_of(question: Question, policies: Policies | None, *, now: datetime) -> Terms:
    """Return the rule that holds under the policies of a group; raises `NumberOutOfRange`."""
    policy = policies or Policies(modified_by="", modified_at=now)
    max_age = _days("maxAge", question.max_age)
    return Terms(
        types=types_of(question.kind),
        strictness=question.strictness,
        severity_threshold=stricter(policy.min_breaking_severity, _score(question.severity_threshold), otherwise=_LOWEST),
        grace_period=stricter(policy.vulnerability_grace_period, _days("gracePeriod", question.grace_period), otherwise=0),
        max_age=None if max_age is None else timedelta(days=max_age),
        now=now,
    )


def stricter(policy: N | None, argument: N | None, *, otherwise: N) -> N:
    """Return the lower of what a policy sets and what an argument says: the one that is there if only one is."""
    return min((each for each in (policy, argument) if each is not None), default=otherwise)


def types_of(kind: Kind) -> frozenset[VulnerabilityType]:
    """Return the types of the places of a kind."""
    match kind:
        case Kind.ALL:
            return frozenset(VulnerabilityType)
        case Kind.STATIC:
            return frozenset({VulnerabilityType.LINES})
        case Kind.DYNAMIC:
            return frozenset({VulnerabilityType.INPUTS, VulnerabilityType.PORTS})


def type_in(root: Root | None) -> VulnerabilityType:
    """Return the type of what a scan finds in a root; one that is not made yet would be a repository."""
    if root is None or root.git is not None:
        return VulnerabilityType.LINES
    return VulnerabilityType.PORTS if root.ip is not None else VulnerabilityType.INPUTS


def latest_report(terms: Terms) -> datetime:
    """Return the last moment at which a vulnerability was reported that is not within the grace period: whole UTC days count."""
    day = terms.now.astimezone(UTC).date() - timedelta(days=min(terms.grace_period, MOST_DAYS))
    return datetime.combine(day, time.max, tzinfo=UTC)


def breaks(vulnerability: Vulnerability, terms: Terms) -> bool:
    """Tell whether a vulnerability breaks a build; the search for those that do says the same to the index."""
    exempt_until = breaks_from(vulnerability.treatment)
    return (
        vulnerability.state.status is VulnerabilityStatus.VULNERABLE
        and (vulnerability.zero_risk is None or vulnerability.zero_risk.status not in NO_RISK)
        and vulnerability.type in terms.types
        and vulnerability.score >= terms.severity_threshold
        and vulnerability.reported_at <= latest_report(terms)
        and exempt_until is not None
        and exempt_until <= terms.now
    )


def breaks_when_new(severity: Decimal | None, terms: Terms) -> bool:
    """Tell whether something that a scan would report today breaks a build; it is within any grace period."""
    return terms.grace_period == 0 and (severity or _LOWEST) >= terms.severity_threshold


def reason_of(root: Root, newest: Scan | None, terms: Terms) -> Reason | None:
    """Return why a root cannot be decided on by its newest scan that has ended; `None` when it can."""
    if not is_active(root):
        return Reason(ReasonKind.ROOT_INACTIVE, root.nickname)
    if newest is None:
        return Reason(ReasonKind.NO_SCAN, root.nickname)
    if newest.status is not ScanStatus.DONE or newest.ended_at is None:
        return Reason(ReasonKind.SCAN_FAILED, root.nickname, newest.id)
    if terms.max_age is not None and terms.now - newest.ended_at > terms.max_age:
        return Reason(ReasonKind.SCAN_TOO_OLD, root.nickname, newest.id)
    return None


def reason_of_dry_run(scan: Scan) -> Reason | None:
    """Return why nothing can be decided by a dry run; `None` when something can."""
    match scan.status:
        case ScanStatus.DONE:
            return None
        case ScanStatus.FAILED:
            return Reason(ReasonKind.SCAN_FAILED, scan.request.root_nickname, scan.id)
        case _:
            return Reason(ReasonKind.SCAN_NOT_ENDED, scan.request.root_nickname, scan.id)


def verdict_of(strictness: Strictness, *, breaking: int, undecided: int) -> Verdict:
    """Return the verdict: what breaks goes before what cannot be decided, and nothing breaks what is not strict."""
    if strictness is Strictness.STRICT and breaking:
        return Verdict.BROKEN
    return Verdict.UNDECIDED if undecided else Verdict.PASSED


def _score(value: float | None) -> Decimal | None:
    """Return the lowest score of one decimal that is not below a number; raises `NumberOutOfRange` outside 0 and 10."""
    if value is None:
        return None
    if not float(_LOWEST) <= value <= float(_HIGHEST):
        raise NumberOutOfRange(field="severityThreshold", low=0, high=10)
    return Decimal(str(value)).quantize(_TENTH, ROUND_CEILING)


def _days(field: str, value: int | None) -> int | None:
    """Check a number of days."""
    if value is not None and not 0 <= value <= MOST_DAYS:
        raise NumberOutOfRange(field=field, low=0, high=MOST_DAYS)
    return value
