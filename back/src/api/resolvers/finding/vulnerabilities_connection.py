"""`Finding.vulnerabilitiesConnection`."""

from api.connections import Connection
from api.context import Info
from api.guards import of_parent
from api.searches import connect_search
from authz.scope import in_index
from db_model.findings.types import Finding
from vulnerabilities.filters import Wanted, of_finding


@of_parent
async def resolve(
    parent: Finding,
    info: Info,
    *,
    first: int | None = None,
    after: str | None = None,
    state: str | None = None,
    treatment: str | None = None,
    where: str | None = None,
) -> Connection:
    """Return a page of the released vulnerabilities, less those that are claimed to be no risk, the oldest report first."""
    loaders = info.context.loaders
    search = of_finding(parent.id, in_index(loaders.scope), Wanted(state=state, treatment=treatment, where=where))
    return await connect_search(info.context, search, lambda ids: loaders.vulnerability.load_many(list(ids)), first=first, after=after)
