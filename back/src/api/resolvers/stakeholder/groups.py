"""`Stakeholder.groups`, and the list that its connection pages through."""

from api.connections import Source, of_values, place_in, whole
from api.context import Context, Info
from api.guards import of_parent
from db_model.groups.facet import FACET
from db_model.groups.types import Group
from db_model.organization_access.types import OrganizationAccess
from loaders.bundle import Access
from store.values import IndexName


async def source(context: Context, access: Access) -> Source[Group]:
    """Return the groups of the same organization that a person is in and the viewer sees."""
    loaders = context.loaders
    in_organization = (
        access if isinstance(access, OrganizationAccess) else await loaders.organization_access.load((access.email, access.organization_id))
    )
    found = await loaders.group.load_many(sorted(in_organization.groups if in_organization else ()))
    groups = tuple(group for group in found if group is not None)
    return of_values("groupsConnection", f"{access.email} {access.organization_id}", groups, place_in(FACET, IndexName.BY_PARENT))


@of_parent
async def resolve(parent: Access, info: Info) -> tuple[Group, ...]:
    """Return the whole list."""
    return await whole(await source(info.context, parent), info.context)
