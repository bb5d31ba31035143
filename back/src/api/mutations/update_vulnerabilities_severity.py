"""`updateVulnerabilitiesSeverity`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.payloads import SimpleFindingPayload
from findings import domain as findings_domain
from findings.rules import read_severity
from vulnerabilities import domain as vulnerabilities_domain


@finding_action("api_mutations_update_vulnerabilities_severity_mutate")
async def resolve(_parent: None, info: Info, *, cvss_vector: str, finding_id: str, vulnerability_ids: list[str]) -> SimpleFindingPayload:
    """Give vulnerabilities of a finding a vector of their own, all or none."""
    loaders = info.context.loaders
    finding = await findings_domain.get(loaders, finding_id)
    await vulnerabilities_domain.update_severity(loaders, finding, vulnerability_ids, read_severity(cvss_vector))
    return SimpleFindingPayload(finding)
