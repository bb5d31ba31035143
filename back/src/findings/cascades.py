"""What follows from commands of findings for all of their vulnerabilities: jobs, as there may be many."""

from collections.abc import AsyncIterator

from clock import Clock
from db_model.findings import reads as findings_model
from db_model.findings.types import Finding, is_there
from db_model.jobs.types import Job
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import StateReason, Vulnerability
from db_model.vulnerabilities.types import is_there as is_vulnerability_there
from jobs.batches import Batch
from store import Store
from vulnerabilities import rules
from vulnerabilities.walking import changing

REMOVE_VULNERABILITIES = "removeVulnerabilitiesOfFinding"
SCORE_VULNERABILITIES = "scoreVulnerabilitiesOfFinding"
SUBJECT = "finding"


async def remove_vulnerabilities(store: Store, clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Remove all vulnerabilities of a removed finding, closed ones too, for its reason."""
    finding = await _finding(store, clock, job)
    state = finding.state
    reason = StateReason(state.justification or StateReason.NO_JUSTIFICATION)

    def become(vulnerability: Vulnerability) -> Vulnerability:
        if not is_vulnerability_there(vulnerability):
            return vulnerability
        return rules.deleted(vulnerability, reason, by=state.modified_by, now=clock.now())

    async for batch in changing(store, clock, job, under=vulnerabilities_model.of_finding(finding.id), become=become, counted="removed"):
        yield batch


async def score_vulnerabilities(store: Store, clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Let the vulnerabilities of a finding follow the score that it has now, those without a vector of their own.

    What an older job of the same finding has still to do then changes nothing.
    """
    finding = await _finding(store, clock, job)
    if not is_there(finding):
        return
    async for batch in changing(
        store,
        clock,
        job,
        under=vulnerabilities_model.of_finding(finding.id),
        become=lambda vulnerability: rules.following(vulnerability, finding.severity),
        counted="scored",
    ):
        yield batch


async def _finding(store: Store, clock: Clock, job: Job) -> Finding:
    """Read the finding of a job, removed or not: findings are never taken from the table."""
    identifier = job.subject[SUBJECT]
    return (await findings_model.get_many(store.table, (identifier,), now=clock.now()))[identifier]
