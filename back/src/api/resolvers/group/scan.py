"""`Group.scan`."""

from api.context import Info
from api.guards import group_action
from db_model.groups.types import Group
from db_model.scans.types import Scan
from scans import domain as scans_domain


@group_action("api_resolvers_group_scans_resolve")
async def resolve(parent: Group, info: Info, *, id: str) -> Scan:  # noqa: A002 -- the name of the argument
    """Return a scan of the group by its id."""
    return await scans_domain.get(info.context.loaders, parent, id)
