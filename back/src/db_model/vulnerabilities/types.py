"""The vulnerability and its parts."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from db_model.findings.types import Severity, Source


class VulnerabilityType(StrEnum):
    """What a place is: a field of a page, a line of a file, a port of a host."""

    INPUTS = "INPUTS"
    LINES = "LINES"
    PORTS = "PORTS"


class VulnerabilityStatus(StrEnum):
    """Where a vulnerability stands in its life."""

    DELETED = "DELETED"
    REJECTED = "REJECTED"
    SAFE = "SAFE"
    SUBMITTED = "SUBMITTED"
    VULNERABLE = "VULNERABLE"


RELEASED = frozenset({VulnerabilityStatus.SAFE, VulnerabilityStatus.VULNERABLE})


class StateReason(StrEnum):
    """Why a vulnerability came to its state."""

    CONSISTENCY = "CONSISTENCY"
    DUPLICATED = "DUPLICATED"
    EVIDENCE = "EVIDENCE"
    EXCLUSION = "EXCLUSION"
    FALSE_POSITIVE = "FALSE_POSITIVE"
    NAMING = "NAMING"
    NO_JUSTIFICATION = "NO_JUSTIFICATION"
    NOT_REQUIRED = "NOT_REQUIRED"
    OMISSION = "OMISSION"
    OTHER = "OTHER"
    REPORTING_ERROR = "REPORTING_ERROR"
    SCORING = "SCORING"
    WRITING = "WRITING"


class TreatmentStatus(StrEnum):
    """What is done about a vulnerability."""

    ACCEPTED = "ACCEPTED"
    ACCEPTED_UNDEFINED = "ACCEPTED_UNDEFINED"
    IN_PROGRESS = "IN_PROGRESS"
    UNTREATED = "UNTREATED"


class AcceptanceStatus(StrEnum):
    """How far an acceptance is."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    SUBMITTED = "SUBMITTED"


class ZeroRiskStatus(StrEnum):
    """How far the claim is that a vulnerability is no risk."""

    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"
    REQUESTED = "REQUESTED"


NO_RISK = frozenset({ZeroRiskStatus.REQUESTED, ZeroRiskStatus.CONFIRMED})
"""While a claim is in one of these, the vulnerability is left out of counts and lists."""


class VulnerabilityState(NamedTuple):
    """What changes in the life of a vulnerability, and where in the code it is now."""

    status: VulnerabilityStatus
    source: Source
    where: str
    """The path, URL or host."""
    specific: str
    """The line, field or port."""
    modified_by: str
    modified_at: datetime
    commit: str | None = None
    reasons: frozenset[StateReason] = frozenset()
    other_reason: str | None = None


class Treatment(NamedTuple):
    """What is done about a vulnerability, by whom, until when."""

    status: TreatmentStatus
    modified_at: datetime
    modified_by: str | None = None
    assigned: str | None = None
    justification: str | None = None
    accepted_until: datetime | None = None
    acceptance: AcceptanceStatus | None = None
    acceptances: int = 0
    """How often the vulnerability was accepted for a time so far, which a policy bounds."""


class ZeroRisk(NamedTuple):
    """The claim that a vulnerability is no risk."""

    status: ZeroRiskStatus
    modified_by: str
    modified_at: datetime
    justification: str


class Scanned(NamedTuple):
    """What a scanner said, and how it is known again; nothing a person writes ends here."""

    tool: str
    category: str
    """What tells runs of one tool over different things apart; empty if nothing does."""
    rule: str
    message: str
    fingerprint: str
    """The SHA-256 of what stays the same when code only moves."""
    ordinal: int
    """Tells equal results of one file apart."""
    first_scan: str
    last_scan: str
    column: int | None = None
    help_uri: str | None = None
    snippet: str | None = None
    stable: str | None = None
    """The digest of rule, URI and the tool's own fingerprints, which it promises to keep."""
    partial: str | None = None
    """The digest of rule, URI and the tool's own partial fingerprints."""
    severity_source: str | None = None
    """Where the severity was taken from."""
    previous: str | None = None
    """The id of the vulnerability that this was before it was closed."""


class Vulnerability(NamedTuple):
    """A place where a finding's weakness is.

    What lists filter by stands on it, as a document of the index is made of one item alone.
    """

    id: str
    finding_id: str
    group_name: str
    organization_id: str
    root_id: str
    type: VulnerabilityType
    created_by: str
    created_at: datetime
    state: VulnerabilityState
    treatment: Treatment
    score: Decimal
    """The temporal score that counts: of its own vector, else of the finding's."""
    severity: Severity | None = None
    """Its own vector, over the finding's."""
    zero_risk: ZeroRisk | None = None
    scanned: Scanned | None = None
    released_at: datetime | None = None
    """When it was reported: became VULNERABLE for the first time."""
    closed_at: datetime | None = None
    """When it became SAFE."""
    tags: frozenset[str] = frozenset()
    version: int = 1

    @property
    def reported_at(self) -> datetime:
        """Return when it was released; of a draft, when it was made."""
        return self.released_at or self.created_at


def is_released(vulnerability: Vulnerability) -> bool:
    """Tell whether a vulnerability is more than a draft, and was not removed."""
    return vulnerability.state.status in RELEASED


def is_there(vulnerability: Vulnerability) -> bool:
    """Tell whether a vulnerability was not removed."""
    return vulnerability.state.status is not VulnerabilityStatus.DELETED
