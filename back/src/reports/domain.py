"""Reading what a report holds: page after page, each with what its rows need, and nothing of it kept."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import NamedTuple

from authz.scope import in_index
from db_model.findings.types import Finding
from db_model.groups.types import Group
from db_model.vulnerabilities.types import Vulnerability
from loaders.bundle import Loaders
from roots.nickname import LONGEST
from store.index import Search
from vulnerabilities.filters import Wanted, of_group

AT_ONCE = 500


class Reported(NamedTuple):
    """A vulnerability with what stands beside it; the nickname of a root that is gone is absent."""

    vulnerability: Vulnerability
    finding: Finding
    root: str | None


async def search_of(loaders: Loaders, group: Group, wanted: Wanted, *, root: str | None) -> Search:
    """Return the search for vulnerabilities of a group, those of a root if its nickname is given; raises `InvalidField`."""
    if root is None:
        return of_group(group.name, in_index(loaders.scope), wanted)
    found = await loaders.roots_of_nickname.load((group.name, root)) if len(root) <= LONGEST else ()
    return of_group(group.name, in_index(loaders.scope), wanted._replace(root_ids=frozenset(each.id for each in found)))


async def pages(loaders: Loaders, search: Search) -> AsyncIterator[tuple[Reported, ...]]:
    """Yield what a search finds, a page at a time, in its order; what is gone by then is left out."""
    asked = replace(search, first=AT_ONCE, with_total=False)
    while True:
        # What was read for one page is not kept for the next.
        fresh = Loaders(loaders.viewer, loaders.store, loaders.clock)
        hits = await fresh.store.index.search(asked)
        yield await _page(fresh, hits.ids)
        if hits.next is None:
            return
        asked = replace(asked, after=hits.next)


async def _page(loaders: Loaders, ids: tuple[str, ...]) -> tuple[Reported, ...]:
    """Load vulnerabilities with their findings and roots, in three calls at most."""
    found = [each for each in await loaders.vulnerability.load_many(list(ids)) if each is not None]
    findings = await loaders.finding.load_many([each.finding_id for each in found])
    roots = await loaders.root.load_many([each.root_id for each in found])
    return tuple(
        Reported(vulnerability, finding, root.nickname if root else None)
        for vulnerability, finding, root in zip(found, findings, roots, strict=True)
        if finding is not None
    )
