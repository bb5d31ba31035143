"""`Organization.permissions`."""

from api.context import Info
from api.guards import of_parent
from authz.decision import permissions_in_organization
from db_model.organizations.types import Organization


@of_parent
def resolve(parent: Organization, info: Info) -> tuple[str, ...]:
    """Return what the viewer may do in the organization."""
    return permissions_in_organization(info.context.viewer, parent.id)
