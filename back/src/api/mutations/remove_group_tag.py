"""`removeGroupTag`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimpleGroupPayload
from groups import domain as groups_domain


@group_action("api_mutations_remove_group_tag_mutate", attributes=("has_asm",))
async def resolve(_parent: None, info: Info, *, group_name: str, tag: str) -> SimpleGroupPayload:
    """Take a tag off a group."""
    loaders = info.context.loaders
    return SimpleGroupPayload(await groups_domain.remove_tag(loaders, await groups_domain.get(loaders, group_name), tag))
