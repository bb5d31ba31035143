"""`Group.serviceAttributes`."""

from access.rules import service_attributes
from api.context import Info
from api.guards import group_action
from db_model.groups.types import Group


@group_action("api_resolvers_group_service_attributes_resolve")
def resolve(parent: Group, info: Info) -> tuple[str, ...]:
    """Return what the group's services make possible."""
    return tuple(sorted(service_attributes(parent, mode=info.context.settings.services)))
