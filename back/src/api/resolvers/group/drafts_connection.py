"""`Group.draftsConnection`."""

from api.connections import Connection, connect
from api.context import Info
from api.guards import group_action
from api.resolvers.group import drafts
from db_model.groups.types import Group


@group_action("api_resolvers_group_drafts_resolve")
async def resolve(parent: Group, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of the list."""
    return await connect(drafts.source(info.context, parent), info.context, first=first, after=after)
