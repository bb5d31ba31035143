"""What happens to a vulnerability whose root is no longer tested."""

from datetime import datetime

from db_model.vulnerabilities.types import StateReason, Vulnerability, VulnerabilityStatus
from vulnerabilities.rules import closed, deleted


def excluded(vulnerability: Vulnerability, *, by: str, now: datetime) -> Vulnerability:
    """Return an open vulnerability as safe for being excluded, and a draft, which nobody will look at, as gone; others stay."""
    match vulnerability.state.status:
        case VulnerabilityStatus.VULNERABLE:
            safe = closed(vulnerability, by=by, now=now)
            return safe._replace(state=safe.state._replace(reasons=frozenset({StateReason.EXCLUSION})))
        case VulnerabilityStatus.SUBMITTED | VulnerabilityStatus.REJECTED:
            return deleted(vulnerability, StateReason.EXCLUSION, by=by, now=now)
        case _:
            return vulnerability
