"""Commands of findings."""

from clock import is_uuid, new_uuid
from db_model.change import Change, guard_key
from db_model.findings import facet
from db_model.findings import writes as findings_model
from db_model.findings.facet import DESCRIPTION_GUARD
from db_model.findings.types import Finding, RemovalJustification
from db_model.groups.types import Group
from db_model.jobs import writes as jobs_model
from errors import AccessDenied
from findings import cascades, rules
from findings.errors import FindingNotFound, RepeatedFindingDescription, RepeatedFindingThreat
from jobs.rules import new_job
from loaders.bundle import Command, Loaders
from store.errors import Conflict


async def get(loaders: Loaders, identifier: str) -> Finding:
    """Load a finding of the viewer's groups by id; raises `FindingNotFound`."""
    normal = identifier.strip().lower()
    finding = await loaders.finding.load(normal) if is_uuid(normal) else None
    if finding is None:
        raise FindingNotFound
    return finding


async def add(loaders: Loaders, *, group: Group, request: rules.FindingRequest) -> Finding:
    """Report a finding: a draft until the first of its vulnerabilities is released."""
    email = loaders.viewer.email
    if email is None:
        raise AccessDenied
    finding = rules.new_finding(
        request,
        identifier=new_uuid(),
        group_name=group.name,
        organization_id=group.organization_id,
        by=email,
        now=loaders.clock.now(),
    )
    await _commit(loaders, "addFinding", finding, *findings_model.add(finding))
    return finding


async def update_description(loaders: Loaders, finding: Finding, wanted: rules.Description) -> None:
    """Describe a finding anew."""
    described = rules.described(finding, wanted)
    await _commit(loaders, "updateDescription", described, *findings_model.update(finding, described))


async def update_severity(loaders: Loaders, finding: Finding, vector: str) -> None:
    """Give a finding another vector; its vulnerabilities without one of their own follow as a job."""
    scored = rules.scored(finding, vector)
    follow = _job(loaders, cascades.SCORE_VULNERABILITIES, finding)
    await _commit(loaders, "updateSeverity", scored, *findings_model.update(finding, scored), follow)


async def remove(loaders: Loaders, finding: Finding, justification: RemovalJustification) -> None:
    """Remove a finding: at once nobody is answered anything of it; its vulnerabilities are removed as a job."""
    gone = rules.removed(finding, justification, by=loaders.viewer.email or "system", now=loaders.clock.now())
    follow = _job(loaders, cascades.REMOVE_VULNERABILITIES, finding)
    await _commit(loaders, "removeFinding", gone, *findings_model.remove(finding, gone), follow)


def _job(loaders: Loaders, kind: str, finding: Finding) -> Change:
    """Ask for what follows from a command, in its commit."""
    job = new_job(kind, {cascades.SUBJECT: finding.id}, by=loaders.viewer.email or "system", now=loaders.clock.now())
    return jobs_model.add(job)


async def _commit(loaders: Loaders, command: str, finding: Finding, *changes: Change) -> None:
    """Commit the changes of a finding; raises the error of a text that another one of its type has."""
    about = Command(command, finding.organization_id, finding.group_name, (("finding", finding.id),))
    try:
        await loaders.commit(about, *changes)
    except Conflict as error:
        taken = {kind for kind, value in findings_model.guards(finding) if guard_key(kind, value) in error.keys}
        if not taken or facet.key(finding.id) in error.keys:
            raise
        raise (RepeatedFindingDescription if DESCRIPTION_GUARD in taken else RepeatedFindingThreat) from error
