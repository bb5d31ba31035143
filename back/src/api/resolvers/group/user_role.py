"""`Group.userRole`."""

from api.context import Info
from api.guards import of_parent
from authz.decision import role_in_group
from db_model.groups.types import Group


@of_parent
def resolve(parent: Group, info: Info) -> str | None:
    """Return the viewer's role in the group."""
    return role_in_group(info.context.viewer, parent.name)
