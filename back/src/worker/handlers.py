"""The jobs that a worker knows, by their kinds."""

from collections.abc import Mapping
from types import MappingProxyType

from findings import cascades as findings_cascades
from jobs.batches import Handler

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        findings_cascades.REMOVE_VULNERABILITIES: findings_cascades.remove_vulnerabilities,
        findings_cascades.SCORE_VULNERABILITIES: findings_cascades.score_vulnerabilities,
    }
)
