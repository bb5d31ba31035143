"""`deactivateRoot`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from db_model.roots.types import DeactivationReason
from groups import domain as groups_domain
from roots import domain as roots_domain


@group_action("api_mutations_deactivate_root_mutate")
async def resolve(
    _parent: None,
    info: Info,
    *,
    group_name: str,
    id: str,  # noqa: A002 -- the name of the argument
    reason: DeactivationReason,
    other: str | None = None,
) -> SimplePayload:
    """Let a root no longer be tested."""
    loaders = info.context.loaders
    await roots_domain.deactivate(loaders, await groups_domain.get(loaders, group_name), id, reason=reason, other=other)
    return SimplePayload()
