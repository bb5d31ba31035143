"""`handleVulnerabilitiesAcceptanceBulk`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.bulk_answer import answer_of
from api.mutations.payloads import BulkPayload
from findings import domain as findings_domain
from vulnerabilities import triage
from vulnerabilities.bulk import decide_each


@finding_action("api_mutations_handle_vulnerabilities_acceptance_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None,
    info: Info,
    *,
    accepted_vulnerabilities: list[str],
    rejected_vulnerabilities: list[str],
    finding_id: str,
    justification: str,
) -> BulkPayload:
    """Approve and reject acceptances for good, each for itself."""
    loaders = info.context.loaders
    decision = triage.judging_acceptances(
        loaders,
        await findings_domain.get(loaders, finding_id),
        accepted=accepted_vulnerabilities,
        rejected=rejected_vulnerabilities,
        justification=justification,
    )
    return answer_of(await decide_each(loaders, decision, (*accepted_vulnerabilities, *rejected_vulnerabilities)))
