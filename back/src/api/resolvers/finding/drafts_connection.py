"""`Finding.draftsConnection`."""

from api.connections import Connection
from api.context import Info
from api.guards import finding_action
from api.searches import connect_search
from authz.scope import in_index
from db_model.findings.types import Finding
from vulnerabilities.filters import drafts_of_finding


@finding_action("api_resolvers_finding_drafts_connection_resolve")
async def resolve(parent: Finding, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of the vulnerabilities that were not released yet, the oldest first."""
    loaders = info.context.loaders
    search = drafts_of_finding(parent.id, in_index(loaders.scope))
    return await connect_search(info.context, search, lambda ids: loaders.vulnerability.load_many(list(ids)), first=first, after=after)
