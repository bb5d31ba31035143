"""`Organization.stakeholdersConnection`."""

from api.connections import Connection, connect
from api.context import Info
from api.guards import organization_action
from api.resolvers.organization import stakeholders
from db_model.organizations.types import Organization


@organization_action("api_resolvers_organization_stakeholders_resolve")
async def resolve(parent: Organization, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of the list."""
    return await connect(stakeholders.source(info.context, parent), info.context, first=first, after=after)
