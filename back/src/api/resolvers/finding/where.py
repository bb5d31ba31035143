"""`Finding.where`."""

from api.context import Info
from api.guards import of_parent
from authz.scope import in_index
from db_model.findings.types import Finding
from vulnerabilities.indicators import MOST_LOCATIONS, distinct, locations


@of_parent
async def resolve(parent: Finding, info: Info) -> str:
    """Return up to 20 locations of open vulnerabilities, in order and each once."""
    loaders = info.context.loaders
    found = tuple[str, ...]()
    while len(found) < MOST_LOCATIONS:
        beyond = found[-1] if found else None
        hits = await loaders.hits.load(locations(parent.id, in_index(loaders.scope), beyond=beyond))
        found += distinct(hits)
        if hits.next is None:
            break
    return ", ".join(found[:MOST_LOCATIONS])
