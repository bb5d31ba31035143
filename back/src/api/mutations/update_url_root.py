"""`updateUrlRoot`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from groups import domain as groups_domain
from roots import domain as roots_domain


@group_action("api_mutations_update_url_root_mutate", attributes=("has_service_black",))
async def resolve(_parent: None, info: Info, *, group_name: str, nickname: str, root_id: str) -> SimplePayload:
    """Give a site another nickname."""
    loaders = info.context.loaders
    await roots_domain.update_url(loaders, await groups_domain.get(loaders, group_name), root_id, nickname=nickname)
    return SimplePayload()
