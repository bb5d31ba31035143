"""How many days ago vulnerabilities of a finding were reported."""

from collections.abc import Callable

from api.context import Info
from api.guards import of_parent
from authz.scope import in_index
from clock import days_between, parse_sortable_date
from db_model.findings.types import Finding
from store.index import Scope, Search
from vulnerabilities.indicators import first_value


def days_since(ask: Callable[[str, Scope], Search], *, of_none: int | None) -> Callable[..., object]:
    """Return a resolver that tells the whole UTC days since the report that a search finds first."""

    @of_parent
    async def resolve(parent: Finding, info: Info) -> int | None:
        loaders = info.context.loaders
        reported = first_value(await loaders.hits.load(ask(parent.id, in_index(loaders.scope))))
        if reported is None:
            return of_none
        return days_between(parse_sortable_date(str(reported)), info.context.clock.now())

    return resolve
