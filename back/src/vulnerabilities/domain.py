"""Commands of vulnerabilities."""

from collections.abc import Callable, Sequence

from clock import is_uuid
from db_model.findings.types import Finding, Severity, Source
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability
from loaders.bundle import Command, Loaders
from vulnerabilities import rules
from vulnerabilities.errors import VulnNotFound, VulnNotInFinding


async def get(loaders: Loaders, identifier: str) -> Vulnerability:
    """Load a vulnerability of the viewer's groups by id; raises `VulnNotFound`."""
    (found,) = await get_many(loaders, (identifier,))
    return found


async def get_many(loaders: Loaders, ids: Sequence[str]) -> tuple[Vulnerability, ...]:
    """Load vulnerabilities of the viewer's groups by id; raises `VulnNotFound` unless all are there."""
    normal = [identifier.strip().lower() for identifier in ids]
    if not all(map(is_uuid, normal)):
        raise VulnNotFound
    found = tuple(vulnerability for vulnerability in await loaders.vulnerability.load_many(normal) if vulnerability is not None)
    if len(found) < len(normal):
        raise VulnNotFound
    return found


async def of_finding(loaders: Loaders, finding_id: str, ids: Sequence[str]) -> tuple[Vulnerability, ...]:
    """Load vulnerabilities of one finding by id, each once; raises `VulnNotInFinding` for those of another."""
    found = await get_many(loaders, rules.check_number(ids))
    if any(vulnerability.finding_id != finding_id for vulnerability in found):
        raise VulnNotInFinding
    return found


async def close(loaders: Loaders, finding: Finding, ids: Sequence[str]) -> None:
    """Close open vulnerabilities of a finding, all or none."""
    by, now = loaders.viewer.email or "system", loaders.clock.now()
    await _update(loaders, "closeVulnerabilities", finding, ids, lambda each: rules.closed(each, by=by, now=now))


async def update_severity(loaders: Loaders, finding: Finding, ids: Sequence[str], severity: Severity) -> None:
    """Give vulnerabilities of a finding a vector of their own, all or none."""
    await _update(loaders, "updateVulnerabilitiesSeverity", finding, ids, lambda each: rules.scored(each, severity))


async def remove(loaders: Loaders, finding: Finding, identifier: str, justification: rules.RemovalJustification) -> None:
    """Remove a vulnerability of a finding: at once nobody is answered anything of it."""
    by, now = loaders.viewer.email or "system", loaders.clock.now()
    await _update(loaders, "removeVulnerability", finding, (identifier,), lambda each: rules.removed(each, justification, by=by, now=now))


async def update_description(loaders: Loaders, vulnerability: Vulnerability, *, commit: str | None, source: Source | None) -> None:
    """Change the commit or the source of a vulnerability."""
    described = rules.described(vulnerability, commit=commit, source=source, by=loaders.viewer.email or "system", now=loaders.clock.now())
    about = Command(
        "updateVulnerabilityDescription",
        vulnerability.organization_id,
        vulnerability.group_name,
        (("finding", vulnerability.finding_id), ("vulnerabilities", vulnerability.id)),
    )
    await loaders.commit(about, vulnerabilities_model.update(vulnerability, described))


async def _update(
    loaders: Loaders, command: str, finding: Finding, ids: Sequence[str], become: Callable[[Vulnerability], Vulnerability]
) -> None:
    """Commit what vulnerabilities of a finding become, all or none."""
    found = await of_finding(loaders, finding.id, ids)
    changes = tuple(vulnerabilities_model.update(each, become(each)) for each in found)
    details = (("finding", finding.id), ("vulnerabilities", " ".join(each.id for each in found)))
    await loaders.commit(Command(command, finding.organization_id, finding.group_name, details), *changes)
