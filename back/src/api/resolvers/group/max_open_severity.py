"""`Group.maxOpenSeverity`, and the finding of it."""

from api.context import Info
from api.guards import of_parent
from api.resolvers.group.finding_of import finding_of
from authz.scope import in_index
from db_model.findings.types import Finding
from db_model.groups.types import Group
from vulnerabilities.indicators import first_value, highest_open


@of_parent
async def resolve(parent: Group, info: Info) -> float:
    """Return the highest score of an open vulnerability; zero if none is open."""
    loaders = info.context.loaders
    score = first_value(await loaders.hits.load(highest_open(parent.name, in_index(loaders.scope))))
    return 0.0 if score is None else float(score)


@of_parent
async def resolve_finding(parent: Group, info: Info) -> Finding | None:
    """Return the finding of an open vulnerability with the highest score."""
    loaders = info.context.loaders
    return await finding_of(loaders, highest_open(parent.name, in_index(loaders.scope)))
