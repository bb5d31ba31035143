"""`rejectVulnerabilitiesZeroRiskBulk`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.bulk_answer import answer_of
from api.mutations.payloads import BulkPayload
from findings import domain as findings_domain
from vulnerabilities import triage
from vulnerabilities.bulk import decide_each
from vulnerabilities.zero_risk import Command


@finding_action("api_mutations_reject_vulnerabilities_zero_risk_mutate", attributes=("can_request_zero_risk", "can_report_vulnerabilities"))
async def resolve(_parent: None, info: Info, *, finding_id: str, justification: str, vulnerabilities: list[str]) -> BulkPayload:
    """Reject the claim that vulnerabilities are no risk, each for itself."""
    loaders = info.context.loaders
    finding = await findings_domain.get(loaders, finding_id)
    decision = triage.claiming_zero_risk(loaders, finding, Command.REJECT, justification=justification)
    return answer_of(await decide_each(loaders, decision, vulnerabilities))
