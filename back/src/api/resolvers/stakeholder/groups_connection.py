"""`Stakeholder.groupsConnection`."""

from api.connections import Connection, connect
from api.context import Info
from api.guards import of_parent
from api.resolvers.stakeholder import groups
from loaders.bundle import Access


@of_parent
async def resolve(parent: Access, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of the list."""
    return await connect(await groups.source(info.context, parent), info.context, first=first, after=after)
