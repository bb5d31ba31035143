"""`ForcesExecutions.executionsConnections`."""

from api.connections import Connection
from api.context import Info
from api.guards import of_parent
from api.resolvers.group import executions_connections
from db_model.groups.types import Group
from forces.filters import Wanted


@of_parent
async def resolve(
    parent: Group, info: Info, *, after: str | None = None, first: int | None = None, search: str | None = None
) -> Connection:
    """Return a page of the executions, the newest first."""
    return await executions_connections.find(info, parent, Wanted(text=search), first=first, after=after)
