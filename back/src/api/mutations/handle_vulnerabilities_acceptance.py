"""`handleVulnerabilitiesAcceptance`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.payloads import SimplePayload
from findings import domain as findings_domain
from vulnerabilities import triage
from vulnerabilities.deciding import decide


@finding_action("api_mutations_handle_vulnerabilities_acceptance_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None,
    info: Info,
    *,
    accepted_vulnerabilities: list[str | None],
    rejected_vulnerabilities: list[str | None],
    finding_id: str,
    justification: str,
) -> SimplePayload:
    """Approve and reject acceptances for good, all or none."""
    loaders = info.context.loaders
    decision = triage.judging_acceptances(
        loaders,
        await findings_domain.get(loaders, finding_id),
        accepted=accepted_vulnerabilities,
        rejected=rejected_vulnerabilities,
        justification=justification,
    )
    await decide(loaders, decision, (*accepted_vulnerabilities, *rejected_vulnerabilities))
    return SimplePayload()
