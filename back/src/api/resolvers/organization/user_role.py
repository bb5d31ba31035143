"""`Organization.userRole`."""

from api.context import Info
from api.guards import of_parent
from authz.decision import role_in_organization
from db_model.organizations.types import Organization


@of_parent
def resolve(parent: Organization, info: Info) -> str | None:
    """Return the viewer's role in the organization."""
    return role_in_organization(info.context.viewer, parent.id)
