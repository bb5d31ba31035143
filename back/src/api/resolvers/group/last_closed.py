"""`Group.lastClosedVulnerability`, and the finding of it."""

from api.context import Info
from api.guards import of_parent
from api.resolvers.group.finding_of import finding_of
from authz.scope import in_index
from clock import days_between, parse_sortable_date
from db_model.findings.types import Finding
from db_model.groups.types import Group
from vulnerabilities.indicators import first_value, last_closed


@of_parent
async def resolve(parent: Group, info: Info) -> int | None:
    """Return the whole UTC days since a vulnerability was closed."""
    loaders = info.context.loaders
    closed = first_value(await loaders.hits.load(last_closed(parent.name, in_index(loaders.scope))))
    return None if closed is None else days_between(parse_sortable_date(str(closed)), info.context.clock.now())


@of_parent
async def resolve_finding(parent: Group, info: Info) -> Finding | None:
    """Return the finding of the vulnerability that was closed last."""
    loaders = info.context.loaders
    return await finding_of(loaders, last_closed(parent.name, in_index(loaders.scope)))
