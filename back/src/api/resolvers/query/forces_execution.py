"""`Query.forcesExecution`."""

from api.context import Info
from api.guards import group_action
from db_model.executions.types import Execution
from forces import domain as forces_domain
from groups import domain as groups_domain


@group_action("api_resolvers_query_forces_execution_resolve")
async def resolve(_parent: None, info: Info, *, execution_id: str, group_name: str | None = None) -> Execution:
    """Load an execution of a group by id."""
    loaders = info.context.loaders
    return await forces_domain.get(loaders, await groups_domain.get(loaders, group_name or ""), execution_id)
