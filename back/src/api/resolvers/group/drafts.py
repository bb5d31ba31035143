"""`Group.drafts`, and the list that its connection pages through."""

from api.connections import Source, counting, place_in, whole
from api.context import Context, Info
from api.guards import group_action
from db_model.findings import reads as findings_model
from db_model.findings.facet import FACET
from db_model.findings.types import Finding
from db_model.groups.types import Group
from loaders.bundle import ListKey
from store.values import After, IndexName, Page


def source(context: Context, group: Group) -> Source[Finding]:
    """Return the findings without a released vulnerability of a group, by their age."""

    async def read(first: int, after: After | None) -> Page[Finding]:
        return await context.loaders.drafts_of_group.load(ListKey(group.name, first, after))

    total = counting(context, findings_model.drafts_of_group(group.name))
    return Source("draftsConnection", group.name, read, place_in(FACET, IndexName.BY_PARENT), total)


@group_action("api_resolvers_group_drafts_resolve")
async def resolve(parent: Group, info: Info) -> tuple[Finding, ...]:
    """Return the whole list."""
    return await whole(source(info.context, parent), info.context)
