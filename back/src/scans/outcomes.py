"""What a result makes of a vulnerability, as pure functions: a new one, one seen again, one that came back, one that is gone."""

import hashlib
import uuid
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from db_model.findings.types import Finding, Severity, Source
from db_model.roots.types import Git, Ip, Root
from db_model.scans.types import Scan
from db_model.vulnerabilities.types import (
    Scanned,
    StateReason,
    Treatment,
    TreatmentStatus,
    Vulnerability,
    VulnerabilityState,
    VulnerabilityStatus,
    VulnerabilityType,
    ZeroRiskStatus,
)
from scans.matching import Standing, standing_of
from scans.plan import Entry
from severity.canonical import canonical_vector
from severity.cvss import read_vector, score


def standing(vulnerability: Vulnerability) -> Standing:
    """Return what a vulnerability means for a result that meets it, by its state now."""
    claim = vulnerability.zero_risk
    return standing_of(vulnerability.state.status.value, is_dismissed=claim is not None and claim.status is ZeroRiskStatus.CONFIRMED)


@lru_cache(maxsize=128)
def severity_of(text: str) -> Severity:
    """Return the canonical vector of a scanner's score, and the score that this has: the nearest one that vectors reach."""
    vector = canonical_vector(Decimal(text))
    return Severity(vector=vector, score=score(read_vector(vector)).temporal)


def type_in(root: Root) -> VulnerabilityType:
    """Return which type of place the vulnerabilities of a root are."""
    match root.target:
        case Git():
            return VulnerabilityType.LINES
        case Ip():
            return VulnerabilityType.PORTS
        case _:
            return VulnerabilityType.INPUTS


def identifier_of(scan: Scan, entry: Entry) -> str:
    """Return the id of what a result becomes: the same however often it is tried, in the form of a UUID version 4."""
    named = f"{scan.id} {entry.place}"
    return str(uuid.UUID(bytes=hashlib.sha256(named.encode()).digest()[:16], version=4))


def created(entry: Entry, scan: Scan, root: Root, finding: Finding, *, tool: str, category: str, now: datetime) -> Vulnerability:
    """Return what a result becomes that nothing is known of: open at once, and not treated."""
    said, severity = entry.said, severity_of(entry.said.score)
    kind = type_in(root)
    return Vulnerability(
        id=identifier_of(scan, entry),
        finding_id=finding.id,
        group_name=scan.group_name,
        organization_id=scan.organization_id,
        root_id=root.id,
        type=kind,
        created_by=scan.created_by,
        created_at=now,
        state=VulnerabilityState(
            status=VulnerabilityStatus.VULNERABLE,
            source=Source.MACHINE,
            where=said.uri or "",
            specific=str(said.line),
            modified_by=scan.created_by,
            modified_at=now,
            commit=scan.request.commit if kind is VulnerabilityType.LINES else None,
        ),
        treatment=Treatment(status=TreatmentStatus.UNTREATED, modified_at=now),
        score=severity.score,
        severity=severity,
        scanned=Scanned(
            tool=tool,
            category=category,
            rule=said.rule,
            message=said.message,
            fingerprint=said.fingerprint,
            ordinal=entry.ordinal,
            first_scan=scan.id,
            last_scan=scan.id,
            column=said.column,
            help_uri=said.help_uri,
            snippet=said.snippet,
            stable=said.stable,
            partial=said.partial,
            severity_source=said.severity_source,
        ),
        released_at=now,
    )


def came_back(made: Vulnerability, previous: Vulnerability) -> Vulnerability:
    """Return a new vulnerability as the successor of the one that was closed."""
    return made._replace(scanned=_scanned(made)._replace(previous=previous.id))


def seen(vulnerability: Vulnerability, entry: Entry, scan: Scan, *, now: datetime) -> Vulnerability:
    """Return a vulnerability as the scanner saw it again: where it moved to is a new state, all else only what it said last."""
    said, state = entry.said, vulnerability.state
    scanned = _scanned(vulnerability)._replace(
        rule=said.rule,
        message=said.message,
        help_uri=said.help_uri,
        column=said.column,
        snippet=said.snippet,
        fingerprint=said.fingerprint,
        ordinal=entry.ordinal,
        stable=said.stable,
        partial=said.partial,
        last_scan=scan.id,
    )
    if (state.where, state.specific) == (said.uri, str(said.line)):
        return vulnerability._replace(scanned=scanned)
    moved = state._replace(
        where=said.uri or state.where,
        specific=str(said.line),
        commit=scan.request.commit if vulnerability.type is VulnerabilityType.LINES else None,
        modified_by=scan.created_by,
        modified_at=now,
    )
    return vulnerability._replace(scanned=scanned, state=moved)


def gone(vulnerability: Vulnerability, scan: Scan, *, now: datetime) -> Vulnerability:
    """Return a vulnerability that a scan did not find any more."""
    state = vulnerability.state._replace(
        status=VulnerabilityStatus.SAFE,
        modified_by=scan.created_by,
        modified_at=now,
        reasons=frozenset[StateReason](),
        other_reason=None,
    )
    return vulnerability._replace(state=state, closed_at=now)


def _scanned(vulnerability: Vulnerability) -> Scanned:
    """Return what a scanner said of a vulnerability that scans know."""
    if vulnerability.scanned is None:
        raise ValueError(f"vulnerability {vulnerability.id} was made by no scan")
    return vulnerability.scanned
