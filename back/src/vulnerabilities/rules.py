"""The pure rules of vulnerabilities."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from db_model.findings.types import Severity, Source
from db_model.vulnerabilities.types import StateReason, Vulnerability, VulnerabilityStatus, VulnerabilityType, is_released
from errors import NumberOutOfRange
from vulnerabilities.errors import (
    ExpectedVulnToBeOfLinesType,
    InvalidRemovalVulnState,
    InvalidVulnCommitHash,
    RequiredFieldToBeUpdate,
    VulnAlreadyClosed,
    VulnerabilityHasNotBeenReleased,
)

MOST_AT_ONCE = 32
"""What one transaction changes, with a row of history for each."""
_COMMIT = re.compile(r"[0-9a-f]{40}")


class RemovalJustification(StrEnum):
    """Why a person takes a vulnerability away."""

    DUPLICATED = "DUPLICATED"
    FALSE_POSITIVE = "FALSE_POSITIVE"
    REPORTING_ERROR = "REPORTING_ERROR"


def check_number(ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids, each once; raises `NumberOutOfRange` unless there are 1 to 32."""
    distinct = tuple(dict.fromkeys(ids))
    if not 1 <= len(distinct) <= MOST_AT_ONCE:
        raise NumberOutOfRange(field="vulnerabilities", low=1, high=MOST_AT_ONCE)
    return distinct


def check_open(vulnerability: Vulnerability) -> None:
    """Refuse what is a draft, or closed."""
    if not is_released(vulnerability):
        raise VulnerabilityHasNotBeenReleased
    if vulnerability.state.status is VulnerabilityStatus.SAFE:
        raise VulnAlreadyClosed


def closed(vulnerability: Vulnerability, *, by: str, now: datetime) -> Vulnerability:
    """Return an open vulnerability as safe."""
    check_open(vulnerability)
    state = vulnerability.state._replace(
        status=VulnerabilityStatus.SAFE, modified_by=by, modified_at=now, reasons=frozenset[StateReason](), other_reason=None
    )
    return vulnerability._replace(state=state, closed_at=now)


def removed(vulnerability: Vulnerability, justification: RemovalJustification, *, by: str, now: datetime) -> Vulnerability:
    """Return a vulnerability as removed by a person; one that is closed stays."""
    if vulnerability.state.status is VulnerabilityStatus.SAFE:
        raise InvalidRemovalVulnState
    return deleted(vulnerability, StateReason(justification.value), by=by, now=now)


def deleted(vulnerability: Vulnerability, reason: StateReason, *, by: str, now: datetime) -> Vulnerability:
    """Return a vulnerability as gone, whatever its state, as happens when its finding is removed."""
    state = vulnerability.state._replace(
        status=VulnerabilityStatus.DELETED, modified_by=by, modified_at=now, reasons=frozenset({reason}), other_reason=None
    )
    return vulnerability._replace(state=state)


def described(vulnerability: Vulnerability, *, commit: str | None, source: Source | None, by: str, now: datetime) -> Vulnerability:
    """Return a vulnerability with another commit or source; raises the error of what is wrong with them."""
    if commit is None and source is None:
        raise RequiredFieldToBeUpdate
    if commit is not None:
        if vulnerability.type is not VulnerabilityType.LINES:
            raise ExpectedVulnToBeOfLinesType
        if not _COMMIT.fullmatch(commit):
            raise InvalidVulnCommitHash
    state = vulnerability.state
    return vulnerability._replace(
        state=state._replace(commit=commit or state.commit, source=source or state.source, modified_by=by, modified_at=now)
    )


def scored(vulnerability: Vulnerability, severity: Severity) -> Vulnerability:
    """Return a vulnerability with a vector of its own, which counts from then on."""
    return vulnerability._replace(severity=severity, score=severity.score)


def following(vulnerability: Vulnerability, severity: Severity) -> Vulnerability:
    """Return a vulnerability after its finding was scored anew; one with a vector of its own keeps its score."""
    return vulnerability if vulnerability.severity is not None else vulnerability._replace(score=severity.score)
