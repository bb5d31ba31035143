"""From what a search finds first to the finding of it."""

from db_model.findings.types import Finding
from loaders.bundle import Loaders
from store.index import Search


async def finding_of(loaders: Loaders, search: Search) -> Finding | None:
    """Load the finding of the first hit; nothing if there is none, or if it was removed since."""
    hits = await loaders.hits.load(search)
    found = await loaders.vulnerability.load(hits.ids[0]) if hits.ids else None
    return None if found is None else await loaders.finding.load(found.finding_id)
