"""`activateRoot`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from groups import domain as groups_domain
from roots import domain as roots_domain


@group_action("api_mutations_activate_root_mutate")
async def resolve(_parent: None, info: Info, *, group_name: str, id: str) -> SimplePayload:  # noqa: A002 -- the name of the argument
    """Let a root be tested again."""
    loaders = info.context.loaders
    await roots_domain.activate(loaders, await groups_domain.get(loaders, group_name), id)
    return SimplePayload()
