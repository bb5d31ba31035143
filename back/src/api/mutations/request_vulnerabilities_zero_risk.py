"""`requestVulnerabilitiesZeroRisk`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.payloads import SimplePayload
from findings import domain as findings_domain
from vulnerabilities import triage
from vulnerabilities.deciding import decide
from vulnerabilities.zero_risk import Command


@finding_action(
    "api_mutations_request_vulnerabilities_zero_risk_mutate", attributes=("can_request_zero_risk", "can_report_vulnerabilities")
)
async def resolve(_parent: None, info: Info, *, finding_id: str, justification: str, vulnerabilities: list[str | None]) -> SimplePayload:
    """Claim that vulnerabilities are no risk, all or none."""
    loaders = info.context.loaders
    finding = await findings_domain.get(loaders, finding_id)
    decision = triage.claiming_zero_risk(loaders, finding, Command.REQUEST, justification=justification)
    await decide(loaders, decision, vulnerabilities)
    return SimplePayload()
