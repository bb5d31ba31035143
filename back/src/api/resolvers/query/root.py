"""`Query.root`."""

from api.context import Info
from api.guards import group_action
from db_model.roots.types import Root
from groups import domain as groups_domain
from roots import domain as roots_domain


@group_action("api_resolvers_query_root_resolve")
async def resolve(_parent: None, info: Info, *, group_name: str, root_id: str) -> Root:
    """Load the root of an id."""
    loaders = info.context.loaders
    return await roots_domain.get(loaders, await groups_domain.get(loaders, group_name), root_id)
