"""`Group.permissions`."""

from api.context import Info
from api.guards import of_parent
from authz.decision import permissions_in_group
from db_model.groups.types import Group


@of_parent
def resolve(parent: Group, info: Info) -> tuple[str, ...]:
    """Return what the viewer may do in the group."""
    return permissions_in_group(info.context.viewer, parent.name)
