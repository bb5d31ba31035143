"""`Query.organization`."""

from api.context import Info
from api.guards import organization_access
from db_model.organizations.types import Organization
from organizations import domain as organizations_domain


@organization_access
async def resolve(_parent: None, info: Info, *, organization_id: str) -> Organization:
    """Load the organization of an id."""
    return await organizations_domain.get(info.context.loaders, organization_id)
