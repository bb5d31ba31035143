"""The pure rules of findings: titles, texts, requirements and scores."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from catalogue.weaknesses import Weakness, find_by_title
from db_model.findings.types import (
    Finding,
    FindingState,
    FindingStatus,
    RemovalJustification,
    Severity,
    Sorts,
    Source,
)
from findings.errors import (
    InvalidFieldChange,
    InvalidFindingTitle,
    InvalidMinTimeToRemediate,
    InvalidSeverityScore,
    InvalidVulnerabilityRequirement,
    RequiredUnfulfilledRequirements,
)
from severity.cvss import read_vector, score
from texts import not_blank, ordinary

LONGEST_DESCRIPTION = 1_000
LONGEST_THREAT = 650
LONGEST_RECOMMENDATION = 500
MOST_REQUIREMENTS = 100


class Texts(NamedTuple):
    """What people write of a finding."""

    title: str
    description: str
    attack_vector_description: str
    threat: str
    recommendation: str


class FindingRequest(NamedTuple):
    """The finding that somebody reports."""

    texts: Texts
    unfulfilled_requirements: Sequence[str]
    vector: str
    min_time_to_remediate: int | None = None


class Description(NamedTuple):
    """How somebody wants a finding described; of the last two, what is `None` stays."""

    texts: Texts
    unfulfilled_requirements: Sequence[str] | None = None
    sorts: Sorts | None = None


def read_severity(vector: str) -> Severity:
    """Read a vector and compute its temporal score; raises the error of a vector that is none."""
    read = read_vector(vector)
    return Severity(vector=read.text, score=score(read).temporal)


def new_finding(request: FindingRequest, *, identifier: str, group_name: str, organization_id: str, by: str, now: datetime) -> Finding:
    """Return what somebody reports as a finding; raises the error of what is wrong with it."""
    weakness = check_texts(request.texts)
    if request.min_time_to_remediate is not None and request.min_time_to_remediate < 1:
        raise InvalidMinTimeToRemediate
    return Finding(
        id=identifier,
        group_name=group_name,
        organization_id=organization_id,
        **request.texts._asdict(),
        unfulfilled_requirements=check_requirements(weakness, request.unfulfilled_requirements),
        severity=check_severity(read_severity(request.vector)),
        min_time_to_remediate=request.min_time_to_remediate,
        created_by=by,
        created_at=now,
        state=FindingState(status=FindingStatus.CREATED, source=Source.ANALYST, modified_by=by, modified_at=now),
    )


def described(finding: Finding, wanted: Description) -> Finding:
    """Return a finding described anew; raises the error of what is wrong.

    Of a released finding the title stays, as its vulnerabilities were reported under it.
    """
    weakness = check_texts(wanted.texts)
    if finding.released_at is not None and wanted.texts.title != finding.title:
        raise InvalidFieldChange(fields="title", reason="The title of a Finding cannot be edited if there are vulnerabilities on it")
    requirements = finding.unfulfilled_requirements if wanted.unfulfilled_requirements is None else wanted.unfulfilled_requirements
    return finding._replace(
        **wanted.texts._asdict(),
        unfulfilled_requirements=check_requirements(weakness, requirements),
        sorts=wanted.sorts or finding.sorts,
    )


def scored(finding: Finding, vector: str) -> Finding:
    """Return a finding with another vector; raises the error of what is wrong with it."""
    severity = read_severity(vector)
    return finding._replace(severity=severity if finding.state.source is Source.MACHINE else check_severity(severity))


def removed(finding: Finding, justification: RemovalJustification, *, by: str, now: datetime) -> Finding:
    """Return a finding as removed."""
    state = finding.state._replace(status=FindingStatus.DELETED, justification=justification, modified_by=by, modified_at=now)
    return finding._replace(state=state)


def check_texts(written: Texts) -> Weakness:
    """Check what somebody wrote, and return the entry of the catalogue that the title is of."""
    weakness = find_by_title(written.title)
    if weakness is None:
        raise InvalidFindingTitle
    not_blank(ordinary(written.description, field="description", low=1, high=LONGEST_DESCRIPTION))
    for field in ("attack_vector_description", "threat"):
        not_blank(ordinary(getattr(written, field), field=field, low=1, high=LONGEST_THREAT))
    not_blank(ordinary(written.recommendation, field="recommendation", low=1, high=LONGEST_RECOMMENDATION))
    return weakness


def check_requirements(weakness: Weakness, ids: Sequence[str]) -> tuple[str, ...]:
    """Check that a type of weakness can leave these requirements unfulfilled; return them sorted, each once."""
    if not ids:
        raise RequiredUnfulfilledRequirements
    if not frozenset(ids) <= frozenset(weakness.requirements):
        raise InvalidVulnerabilityRequirement(allowed=weakness.requirements)
    return tuple(sorted(frozenset(ids)))


def check_severity(severity: Severity) -> Severity:
    """Check that what a person reports scores above zero."""
    if severity.score <= Decimal(0):
        raise InvalidSeverityScore
    return severity
