"""`Organization.groups`, and the list that its connection pages through."""

from api.connections import Source, counting, of_values, place_in, whole
from api.context import Context, Info
from api.guards import of_parent
from authz.scope import Groups, scope_of
from db_model.groups import reads as groups_model
from db_model.groups.facet import FACET
from db_model.groups.types import Group
from db_model.organizations.types import Organization
from loaders.bundle import ListKey
from store.values import After, IndexName, Page

NAME = "groupsConnection"


async def source(context: Context, organization: Organization) -> Source[Group]:
    """Return the groups of an organization that the viewer sees, by name.

    Who sees a few groups has their names at hand; who sees all reads the organization's.
    """
    place = place_in(FACET, IndexName.BY_PARENT)
    scope = scope_of(context.viewer)
    if isinstance(scope, Groups):
        return await _of_names(context, organization, scope.names)

    async def read(first: int, after: After | None) -> Page[Group]:
        return await context.loaders.groups_of_organization.load(ListKey(organization.id, first, after))

    return Source(NAME, organization.id, read, place, counting(context, groups_model.of_organization(organization.id)))


async def _of_names(context: Context, organization: Organization, names: frozenset[str]) -> Source[Group]:
    """Return those groups of some names that belong to an organization."""
    place = place_in(FACET, IndexName.BY_PARENT)
    found = await context.loaders.group.load_many(sorted(names))
    groups = tuple(group for group in found if group is not None and group.organization_id == organization.id)

    return of_values(NAME, organization.id, groups, place)


@of_parent
async def resolve(parent: Organization, info: Info) -> tuple[Group, ...]:
    """Return the whole list."""
    return await whole(await source(info.context, parent), info.context)
