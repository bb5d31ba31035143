"""`Group.organization`."""

from api.context import Info
from api.guards import of_parent
from db_model.groups.types import Group
from organizations import domain as organizations_domain


@of_parent
async def resolve(parent: Group, info: Info) -> str:
    """Return the name of the group's organization."""
    return (await organizations_domain.get(info.context.loaders, parent.organization_id)).name
