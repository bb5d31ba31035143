"""`Query.listUserGroupsConnection`."""

from api.connections import Connection, connect
from api.context import Info
from api.guards import user_action
from api.resolvers.query import list_user_groups


@user_action("api_resolvers_query_list_user_groups_resolve")
async def resolve(_parent: None, info: Info, *, user_email: str, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of the list."""
    return await connect(await list_user_groups.source(info.context, user_email), info.context, first=first, after=after)
