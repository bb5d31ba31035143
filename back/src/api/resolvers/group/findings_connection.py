"""`Group.findingsConnection`."""

from api.connections import Connection, connect
from api.context import Info
from api.guards import of_parent
from api.resolvers.group import findings
from db_model.groups.types import Group


@of_parent
async def resolve(parent: Group, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of the list."""
    return await connect(findings.source(info.context, parent), info.context, first=first, after=after)
