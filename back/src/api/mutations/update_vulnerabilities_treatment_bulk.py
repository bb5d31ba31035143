"""`updateVulnerabilitiesTreatmentBulk`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.bulk_answer import answer_of
from api.mutations.payloads import BulkPayload
from api.mutations.treatment_arguments import treating
from db_model.vulnerabilities.types import TreatmentStatus
from vulnerabilities.bulk import decide_each


@finding_action("api_mutations_update_vulnerabilities_treatment_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None,
    info: Info,
    /,
    *,
    vulnerabilities: list[str],
    finding_id: str,
    treatment: TreatmentStatus,
    justification: str,
    **optional: str | None,
) -> BulkPayload:
    """Set the treatment of vulnerabilities of a finding, each for itself."""
    decision = await treating(info, finding_id, treatment, justification, optional)
    return answer_of(await decide_each(info.context.loaders, decision, vulnerabilities))
