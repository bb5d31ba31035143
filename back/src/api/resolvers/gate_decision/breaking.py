"""`GateDecision.breaking`."""

from api.connections import Connection
from api.context import Info
from api.guards import of_parent
from api.searches import connect_search
from authz.scope import in_index
from forces.breaking import name_of, search_of
from forces.decision import Decision


@of_parent
async def resolve(parent: Decision, info: Info, *, first: int | None = None, after: str | None = None) -> Connection:
    """Return a page of the vulnerabilities that break the build, the worst score first; of a dry run, none are stored."""
    loaders = info.context.loaders
    search = search_of(parent.place, in_index(loaders.scope), parent.terms)
    return await connect_search(
        info.context,
        search,
        lambda ids: loaders.vulnerability.load_many(list(ids)),
        first=first,
        after=after,
        # The time, which the search is of, goes on from one page to the next.
        name=name_of(parent.place, parent.terms),
    )
