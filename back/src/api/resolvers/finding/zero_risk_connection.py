"""`Finding.zeroRiskConnection`."""

from api.connections import Connection
from api.context import Info
from api.guards import finding_action
from api.searches import connect_search
from authz.scope import in_index
from db_model.findings.types import Finding
from vulnerabilities.filters import claimed_of_finding


@finding_action("api_resolvers_finding_zero_risk_connection_resolve")
async def resolve(
    parent: Finding, info: Info, *, first: int | None = None, after: str | None = None, state: str | None = None
) -> Connection:
    """Return a page of what is claimed, or confirmed, to be no risk, the oldest report first."""
    loaders = info.context.loaders
    search = claimed_of_finding(parent.id, in_index(loaders.scope), state=state)
    return await connect_search(info.context, search, lambda ids: loaders.vulnerability.load_many(list(ids)), first=first, after=after)
