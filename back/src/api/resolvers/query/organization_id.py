"""`Query.organizationId`, which in spite of its name answers an organization."""

from api.context import Info
from api.guards import login
from authz.decision import is_platform_admin
from db_model.organizations.types import Organization
from errors import AccessDenied
from organizations import domain as organizations_domain
from organizations.errors import OrganizationNotFound


@login
async def resolve(_parent: None, info: Info, *, organization_name: str) -> Organization:
    """Load the organization of a name: nobody but an administrator learns whether it is there."""
    loaders = info.context.loaders
    organization_id = await organizations_domain.find_id(loaders, organization_name)
    organization = await loaders.organization.load(organization_id) if organization_id else None
    if organization is None:
        raise OrganizationNotFound if is_platform_admin(info.context.viewer) else AccessDenied
    return organization
