"""`addIpRoot`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import AddRootPayload
from groups import domain as groups_domain
from roots import domain as roots_domain


@group_action("api_mutations_add_ip_root_mutate", attributes=("has_service_black",))
async def resolve(_parent: None, info: Info, *, address: str, group_name: str, nickname: str) -> AddRootPayload:
    """Add a host to a group."""
    loaders = info.context.loaders
    group = await groups_domain.get(loaders, group_name)
    return AddRootPayload((await roots_domain.add_ip(loaders, group, address=address, nickname=nickname)).id)
