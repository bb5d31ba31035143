"""`Group.disambiguation`."""

from api.context import Info
from api.guards import group_action
from db_model.groups.types import Group


@group_action("api_resolvers_group_disambiguation_resolve")
def resolve(parent: Group, _info: Info) -> str | None:
    """Return what keeps a group apart from others like it."""
    return parent.disambiguation
