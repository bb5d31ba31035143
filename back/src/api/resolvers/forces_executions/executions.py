"""`ForcesExecutions.executions`."""

from api.connections import Source, counting, place_in, whole
from api.context import Context, Info
from api.guards import of_parent
from db_model.executions import reads as executions_model
from db_model.executions.facet import FACET
from db_model.executions.types import Execution
from db_model.groups.types import Group
from loaders.bundle import ListKey
from store.values import After, IndexName, Page


def source(context: Context, group: Group) -> Source[Execution]:
    """Return the executions of a group, the newest first."""

    async def read(first: int, after: After | None) -> Page[Execution]:
        return await context.loaders.executions_of_group.load(ListKey(group.name, first, after))

    total = counting(context, executions_model.of_group(group.name))
    return Source("executionsConnections", group.name, read, place_in(FACET, IndexName.BY_PARENT), total)


@of_parent
async def resolve(parent: Group, info: Info) -> tuple[Execution, ...]:
    """Return the whole list."""
    return await whole(source(info.context, parent), info.context)
