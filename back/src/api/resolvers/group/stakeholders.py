"""`Group.stakeholders`, and the list that its connection pages through."""

from api.connections import Source, counting, place_in, whole
from api.context import Context, Info
from api.guards import group_action
from db_model.group_access import reads as group_access_model
from db_model.group_access.facet import FACET
from db_model.group_access.types import GroupAccess
from db_model.groups.types import Group
from loaders.bundle import ListKey
from store.values import After, IndexName, Page


def source(context: Context, group: Group) -> Source[GroupAccess]:
    """Return who is in a group or invited to it, by e-mail."""

    async def read(first: int, after: After | None) -> Page[GroupAccess]:
        return await context.loaders.members_of_group.load(ListKey(group.name, first, after))

    total = counting(context, group_access_model.of_group(group.name))
    return Source("stakeholdersConnection", group.name, read, place_in(FACET, IndexName.BY_PARENT), total)


@group_action("api_resolvers_group_stakeholders_resolve")
async def resolve(parent: Group, info: Info) -> tuple[GroupAccess, ...]:
    """Return the whole list."""
    return await whole(source(info.context, parent), info.context)
