"""Changing many vulnerabilities: all under one parent, in batches that go on where the last one ended."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from clock import Clock
from db_model import reads
from db_model.jobs.types import Job
from db_model.vulnerabilities import facet
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability
from jobs.batches import Batch
from store import Store
from store.values import Query

_AT_ONCE = 30
"""With three rows of history for each at most, a batch stays within a transaction."""


async def changing(
    store: Store, clock: Clock, job: Job, *, under: Query, become: Callable[[Vulnerability], Vulnerability], counted: str
) -> AsyncIterator[Batch]:
    """Yield batches that change what is under a parent, those that `become` changes; their number is counted under a name."""
    query = replace(under, first=_AT_ONCE, after=facet.place(job.progress) if job.progress else None)
    while True:
        (page,) = await reads.pages(store.table, facet.FACET, (query,), now=clock.now())
        if not page.items:
            return
        changed = tuple((each, new) for each in page.items if (new := become(each)) != each)
        changes = tuple(vulnerabilities_model.update(old, new) for old, new in changed)
        yield Batch(progress=facet.sort_in(query.index, page.items[-1]), changes=changes, done={counted: len(changed)})
        if page.next is None:
            return
        query = replace(query, after=page.next)
