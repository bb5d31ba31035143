"""`addUrlRoot`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import AddRootPayload
from groups import domain as groups_domain
from roots import domain as roots_domain


@group_action("api_mutations_add_url_root_mutate", attributes=("has_service_black",))
async def resolve(_parent: None, info: Info, *, group_name: str, url: str, nickname: str) -> AddRootPayload:
    """Add a site to a group."""
    loaders = info.context.loaders
    group = await groups_domain.get(loaders, group_name)
    return AddRootPayload((await roots_domain.add_url(loaders, group, url=url, nickname=nickname)).id)
