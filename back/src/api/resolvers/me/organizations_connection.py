"""`Me.organizationsConnection`."""

from api.connections import Connection, connect
from api.context import Info
from api.guards import of_parent
from api.resolvers.me import organizations
from api.resolvers.query.me import Me


@of_parent
async def resolve(_parent: Me, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of the list."""
    return await connect(await organizations.source(info.context), info.context, first=first, after=after)
