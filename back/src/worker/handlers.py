"""The jobs that a worker knows, by their kinds."""

from collections.abc import Mapping
from types import MappingProxyType

from findings import cascades as findings_cascades
from groups import cascades as groups_cascades
from integrity import sweeping
from jobs.batches import Burial, Handler
from roots import cascades as roots_cascades
from scans import jobs as scans_jobs
from vulnerabilities import expiry as vulnerabilities_expiry

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        findings_cascades.REMOVE_VULNERABILITIES: findings_cascades.remove_vulnerabilities,
        vulnerabilities_expiry.EXPIRE_ACCEPTANCES: vulnerabilities_expiry.expire_acceptances,
        findings_cascades.SCORE_VULNERABILITIES: findings_cascades.score_vulnerabilities,
        scans_jobs.IMPORT_SCAN: scans_jobs.import_scan,
        sweeping.SWEEP: sweeping.sweep,
        groups_cascades.DEACTIVATE_ROOTS: groups_cascades.deactivate_roots,
        roots_cascades.CLOSE_VULNERABILITIES: roots_cascades.close_vulnerabilities,
    }
)

BURIALS: Mapping[str, Burial] = MappingProxyType({scans_jobs.IMPORT_SCAN: scans_jobs.bury})
"""What is written when a job of these kinds is given up."""
