"""`removeFinding`."""

from api.context import Info
from api.guards import finding_action
from api.mutations.payloads import SimplePayload
from db_model.findings.types import RemovalJustification
from findings import domain as findings_domain


@finding_action("api_mutations_remove_finding_mutate", attributes=("has_asm",))
async def resolve(_parent: None, info: Info, *, finding_id: str, justification: RemovalJustification) -> SimplePayload:
    """Remove a finding."""
    loaders = info.context.loaders
    await findings_domain.remove(loaders, await findings_domain.get(loaders, finding_id), justification)
    return SimplePayload()
