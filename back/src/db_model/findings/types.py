"""The finding and its parts."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class FindingStatus(StrEnum):
    """Whether a finding is there."""

    CREATED = "CREATED"
    DELETED = "DELETED"


class RemovalJustification(StrEnum):
    """Why somebody removes a finding."""

    DUPLICATED = "DUPLICATED"
    FALSE_POSITIVE = "FALSE_POSITIVE"
    NOT_REQUIRED = "NOT_REQUIRED"


class Sorts(StrEnum):
    """Whether a model that ranks files helped to find it."""

    NO = "NO"
    YES = "YES"


class Source(StrEnum):
    """Who or what reports."""

    ANALYST = "ANALYST"
    CUSTOMER = "CUSTOMER"
    DETERMINISTIC = "DETERMINISTIC"
    ESCAPE = "ESCAPE"
    MACHINE = "MACHINE"


class Severity(NamedTuple):
    """A CVSS vector in its normal form, and the temporal score that follows from it, with one decimal."""

    vector: str
    score: Decimal


class FindingState(NamedTuple):
    """What changes in the life of a finding."""

    status: FindingStatus
    source: Source
    modified_by: str
    modified_at: datetime
    justification: RemovalJustification | None = None


class Finding(NamedTuple):
    """One type of weakness in a group; the title is that of the catalogue's entry."""

    id: str
    group_name: str
    organization_id: str
    title: str
    description: str
    attack_vector_description: str
    threat: str
    recommendation: str
    unfulfilled_requirements: tuple[str, ...]
    """Ids, sorted and each once."""
    severity: Severity
    created_by: str
    created_at: datetime
    state: FindingState
    sorts: Sorts = Sorts.NO
    min_time_to_remediate: int | None = None
    """Minutes."""
    released_at: datetime | None = None
    """When the first of its vulnerabilities was released: a finding without one is a draft."""
    version: int = 1


def is_there(finding: Finding) -> bool:
    """Tell whether a finding was not removed."""
    return finding.state.status is FindingStatus.CREATED


def is_released(finding: Finding) -> bool:
    """Tell whether a finding is more than a draft."""
    return finding.released_at is not None
