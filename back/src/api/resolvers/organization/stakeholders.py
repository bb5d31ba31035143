"""`Organization.stakeholders`, and the list that its connection pages through."""

from api.connections import Source, counting, place_in, whole
from api.context import Context, Info
from api.guards import organization_action
from db_model.organization_access import reads as organization_access_model
from db_model.organization_access.facet import FACET
from db_model.organization_access.types import OrganizationAccess
from db_model.organizations.types import Organization
from loaders.bundle import ListKey
from store.values import After, IndexName, Page


def source(context: Context, organization: Organization) -> Source[OrganizationAccess]:
    """Return who is in an organization or invited to it, by e-mail."""

    async def read(first: int, after: After | None) -> Page[OrganizationAccess]:
        return await context.loaders.members_of_organization.load(ListKey(organization.id, first, after))

    total = counting(context, organization_access_model.of_organization(organization.id))
    return Source("stakeholdersConnection", organization.id, read, place_in(FACET, IndexName.BY_PARENT), total)


@organization_action("api_resolvers_organization_stakeholders_resolve")
async def resolve(parent: Organization, info: Info) -> tuple[OrganizationAccess, ...]:
    """Return the whole list."""
    return await whole(source(info.context, parent), info.context)
