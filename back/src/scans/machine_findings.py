"""The findings of scanners: one of each weakness in a group, made when the first result of it is."""

from datetime import datetime

from catalogue.weaknesses import Weakness, find_weakness, unclassified
from clock import new_uuid
from db_model.findings.types import Finding, FindingState, FindingStatus, Severity, Source
from db_model.scans.types import Scan

ATTACK_VECTOR = "What somebody could do with it is told by the message of each vulnerability, and by the page that it links to."
THREAT = "Whoever reaches the place that the tool names."


def weakness_of(cwe: int) -> Weakness:
    """Return the entry of the catalogue that a result is filed under; 0 is that of results without a known weakness."""
    return find_weakness(cwe) or unclassified()


def new_finding(weakness: Weakness, scan: Scan, severity: Severity, *, now: datetime) -> Finding:
    """Return the finding of a weakness, released at once; its vector is that of its first result."""
    return Finding(
        id=new_uuid(),
        group_name=scan.group_name,
        organization_id=scan.organization_id,
        title=weakness.title,
        description=weakness.description,
        attack_vector_description=ATTACK_VECTOR,
        threat=THREAT,
        recommendation=weakness.recommendation,
        unfulfilled_requirements=tuple(sorted(weakness.requirements)),
        severity=severity,
        created_by=scan.created_by,
        created_at=now,
        state=FindingState(status=FindingStatus.CREATED, source=Source.MACHINE, modified_by=scan.created_by, modified_at=now),
        released_at=now,
    )
