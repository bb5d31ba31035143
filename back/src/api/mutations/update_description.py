"""`updateDescription`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.payloads import SimpleFindingPayload
from db_model.findings.types import Sorts
from findings import domain as findings_domain
from findings.rules import Description, Texts


@finding_action("api_mutations_update_finding_description_mutate", attributes=("has_asm", "can_report_vulnerabilities"))
async def resolve(
    _parent: None,
    info: Info,
    *,
    finding_id: str,
    title: str,
    description: str,
    attack_vector_description: str,
    threat: str,
    recommendation: str,
    unfulfilled_requirements: list[str] | None = None,
    sorts: Sorts | None = None,
) -> SimpleFindingPayload:
    """Describe a finding anew."""
    loaders = info.context.loaders
    wanted = Description(
        texts=Texts(
            title=title,
            description=description,
            attack_vector_description=attack_vector_description,
            threat=threat,
            recommendation=recommendation,
        ),
        unfulfilled_requirements=unfulfilled_requirements,
        sorts=sorts,
    )
    await findings_domain.update_description(loaders, await findings_domain.get(loaders, finding_id), wanted)
    return SimpleFindingPayload(await findings_domain.get(loaders, finding_id))
