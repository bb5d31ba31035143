"""`removeGroup`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from groups import domain as groups_domain


@group_action("api_mutations_remove_group_mutate", attributes=("has_asm",))
async def resolve(_parent: None, info: Info, *, group_name: str, reason: str, comments: str | None = None) -> SimplePayload:
    """Remove a group."""
    loaders = info.context.loaders
    await groups_domain.remove(loaders, await groups_domain.get(loaders, group_name), reason=reason, comments=comments)
    return SimplePayload()
