"""`closeVulnerabilities`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.payloads import SimplePayload
from findings import domain as findings_domain
from vulnerabilities import domain as vulnerabilities_domain


@finding_action("api_mutations_close_vulnerabilities_mutate", attributes=("can_report_vulnerabilities",))
async def resolve(_parent: None, info: Info, *, finding_id: str, vulnerabilities: list[str]) -> SimplePayload:
    """Close open vulnerabilities of a finding, all or none."""
    loaders = info.context.loaders
    await vulnerabilities_domain.close(loaders, await findings_domain.get(loaders, finding_id), vulnerabilities)
    return SimplePayload()
