"""Vulnerabilities as SARIF 2.1.0: one run, a result each, then the findings as rules, so that both can be written as they are read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote

import orjson

from db_model.findings.types import Finding
from db_model.vulnerabilities.types import TreatmentStatus, Vulnerability, VulnerabilityStatus, VulnerabilityType, ZeroRiskStatus
from reports.domain import Reported
from severity.levels import Level, level_of
from vulnerabilities.treatment import effective_treatment, is_accepted

TOOL = "Integrates"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Mapping[Level, str] = MappingProxyType({Level.CRITICAL: "error", Level.HIGH: "error", Level.MEDIUM: "warning", Level.LOW: "note"})
_CLAIMS: Mapping[ZeroRiskStatus, str] = MappingProxyType(
    {ZeroRiskStatus.REQUESTED: "underReview", ZeroRiskStatus.CONFIRMED: "accepted", ZeroRiskStatus.REJECTED: "rejected"}
)
_KEPT_IN_URI = "/:?#[]@!$&'()*+,;=~-._"


def head() -> bytes:
    """Return what a file begins with."""
    beginning = orjson.dumps({"$schema": _SCHEMA, "version": "2.1.0"})[:-1]
    return beginning + b',"runs":[{"columnKind":"unicodeCodePoints","results":['


def body(rows: Iterable[Reported], *, now: datetime, is_first: bool) -> bytes:
    """Return the results of vulnerabilities, as they stand now; those behind the first begin with a comma."""
    text = b",".join(orjson.dumps(result(row, now)) for row in rows)
    return text if is_first or not text else b"," + text


def tail(findings: Iterable[Finding]) -> bytes:
    """Return what a file ends with: the findings of its results as rules."""
    driver = {"name": TOOL, "rules": [rule(each) for each in findings]}
    return b'],"tool":' + orjson.dumps({"driver": driver}) + b"}]}"


def rule(finding: Finding) -> Mapping[str, object]:
    """Return a finding as a rule; its CWE is a tag, as code hosts read it."""
    number, _, name = finding.title.partition(". ")
    tags = ["security", *([f"external/cwe/cwe-{number}"] if number.isdecimal() and int(number) else [])]
    return {
        "id": finding.id,
        "name": name,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": finding.description},
        "help": {"text": finding.recommendation},
        "properties": {"security-severity": str(finding.severity.score), "tags": tags},
    }


def result(row: Reported, now: datetime) -> Mapping[str, object]:
    """Return a vulnerability as a result; one that is closed is absent by its baseline, one that is accepted suppressed."""
    vulnerability, said = row.vulnerability, row.vulnerability.scanned
    is_closed = vulnerability.state.status is VulnerabilityStatus.SAFE
    properties = {
        "security-severity": str(vulnerability.score),
        "root": row.root,
        "tool": said.tool if said else None,
        "rule": said.rule if said else None,
        "treatment": effective_treatment(vulnerability, now).status.value,
    }
    whole: Mapping[str, object] = {
        "guid": vulnerability.id,
        "ruleId": row.finding.id,
        "level": _LEVELS[level_of(vulnerability.score)],
        "message": {"text": (said.message if said else "") or row.finding.title},
        "locations": [_location(vulnerability)],
        "partialFingerprints": {"integrates/v1": said.fingerprint if said else vulnerability.id},
        "baselineState": "absent" if is_closed else "unchanged",
        "suppressions": _suppressions(vulnerability, now),
        "properties": {name: value for name, value in properties.items() if value is not None},
    }
    return {name: value for name, value in whole.items() if value != []}


def _location(vulnerability: Vulnerability) -> Mapping[str, object]:
    """Return where a vulnerability is: the line of a file, else the field of a page or the port of a host by its name."""
    state, said = vulnerability.state, vulnerability.scanned
    artifact = {"uri": quote(state.where, safe=_KEPT_IN_URI if ":" in state.where else "/")}
    line = int(state.specific) if vulnerability.type is VulnerabilityType.LINES and state.specific.isdecimal() else 0
    if line == 0:
        logical = [{"fullyQualifiedName": f"{state.where}:{state.specific}"}]
        return {"physicalLocation": {"artifactLocation": artifact}, "logicalLocations": logical}
    region: Mapping[str, object] = {
        "startLine": line,
        **({"startColumn": said.column} if said and said.column else {}),
        **({"snippet": {"text": said.snippet}} if said and said.snippet is not None else {}),
    }
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _suppressions(vulnerability: Vulnerability, now: datetime) -> list[Mapping[str, object]]:
    """Return why a vulnerability is left out of counts, or lets a build pass."""
    claim, treatment = vulnerability.zero_risk, effective_treatment(vulnerability, now)
    claimed = [] if claim is None else [_suppression(_CLAIMS[claim.status], claim.justification)]
    if treatment.status not in {TreatmentStatus.ACCEPTED, TreatmentStatus.ACCEPTED_UNDEFINED}:
        return claimed
    status = "accepted" if is_accepted(vulnerability, now) else "underReview"
    return [*claimed, _suppression(status, treatment.justification or "")]


def _suppression(status: str, justification: str) -> Mapping[str, object]:
    return {"kind": "external", "status": status, "justification": justification}
