"""`Group.scans`."""

from api.connections import Connection, Source, connect, counting, place_in
from api.context import Context, Info
from api.guards import group_action
from db_model.groups.types import Group
from db_model.scans import reads as scans_model
from db_model.scans.facet import FACET
from db_model.scans.types import Scan
from loaders.bundle import ListKey
from store.values import After, IndexName, Page


def _source(context: Context, group: Group) -> Source[Scan]:
    """Return the scans of a group, dry runs too, the newest first."""

    async def read(first: int, after: After | None) -> Page[Scan]:
        return await context.loaders.scans_of_group.load(ListKey(group.name, first, after))

    total = counting(context, scans_model.of_group(group.name))
    return Source("scans", group.name, read, place_in(FACET, IndexName.BY_PARENT), total)


@group_action("api_resolvers_group_scans_resolve")
async def resolve(parent: Group, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of them."""
    return await connect(_source(info.context, parent), info.context, first=first, after=after)
