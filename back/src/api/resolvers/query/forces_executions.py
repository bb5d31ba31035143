"""`Query.forcesExecutions`."""

from api.context import Info
from api.guards import group_action
from db_model.groups.types import Group
from groups import domain as groups_domain


@group_action("api_resolvers_group_forces_executions_resolve")
async def resolve(_parent: None, info: Info, *, group_name: str | None = None) -> Group:
    """Load the group whose executions are asked for."""
    return await groups_domain.get(info.context.loaders, group_name or "")
