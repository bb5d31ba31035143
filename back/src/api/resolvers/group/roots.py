"""`Group.roots`, and the list that its connection pages through."""

from api.connections import Source, counting, place_in, whole
from api.context import Context, Info
from api.guards import of_parent
from db_model.groups.types import Group
from db_model.roots import reads as roots_model
from db_model.roots.facet import FACET
from db_model.roots.types import Root
from loaders.bundle import ListKey
from store.values import After, IndexName, Page


def source(context: Context, group: Group) -> Source[Root]:
    """Return the roots of a group, inactive ones too, by nickname."""

    async def read(first: int, after: After | None) -> Page[Root]:
        return await context.loaders.roots_of_group.load(ListKey(group.name, first, after))

    total = counting(context, roots_model.of_group(group.name))
    return Source("rootsConnection", group.name, read, place_in(FACET, IndexName.BY_PARENT), total)


@of_parent
async def resolve(parent: Group, info: Info) -> tuple[Root, ...]:
    """Return the whole list."""
    return await whole(source(info.context, parent), info.context)
