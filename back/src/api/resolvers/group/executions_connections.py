"""`Group.executionsConnections`."""

from collections.abc import Sequence
from datetime import datetime

from api.connections import Connection
from api.context import Info
from api.guards import group_action
from api.searches import connect_search
from authz.scope import in_index
from db_model.executions.projection import from_id
from db_model.executions.types import Execution
from db_model.groups.types import Group
from forces.filters import Wanted, of_group


async def find(info: Info, group: Group, wanted: Wanted, *, first: int | None, after: str | None) -> Connection:
    """Return a page of the executions that are wanted, the newest first."""
    loaders = info.context.loaders

    async def load(ids: Sequence[str]) -> Sequence[Execution | None]:
        return await loaders.execution.load_many([from_id(each) for each in ids])

    return await connect_search(info.context, of_group(group.name, in_index(loaders.scope), wanted), load, first=first, after=after)


@group_action("api_resolvers_group_forces_executions_connection_resolve", attributes=("has_asm",))
async def resolve(
    parent: Group,
    info: Info,
    *,
    after: str | None = None,
    first: int | None = None,
    from_date: datetime | None = None,
    to_date: datetime | None = None,
    git_repo: str | None = None,
    search: str | None = None,
    status: str | None = None,
    strictness: str | None = None,
    type: str | None = None,  # noqa: A002 -- the API names it
) -> Connection:
    """Return a page of the executions."""
    wanted = Wanted(begin=from_date, end=to_date, repo=git_repo, text=search, status=status, strictness=strictness, kind=type)
    return await find(info, parent, wanted, first=first, after=after)
