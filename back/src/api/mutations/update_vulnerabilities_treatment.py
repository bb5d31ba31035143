"""`updateVulnerabilitiesTreatment`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.payloads import SimplePayload
from api.mutations.treatment_arguments import treating
from db_model.vulnerabilities.types import TreatmentStatus
from vulnerabilities.deciding import decide


@finding_action("api_mutations_update_vulnerabilities_treatment_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None,
    info: Info,
    /,
    *,
    vulnerability_id: str,
    finding_id: str,
    treatment: TreatmentStatus,
    justification: str,
    **optional: str | None,
) -> SimplePayload:
    """Set the treatment of a vulnerability."""
    decision = await treating(info, finding_id, treatment, justification, optional)
    await decide(info.context.loaders, decision, (vulnerability_id,))
    return SimplePayload()
