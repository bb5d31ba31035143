"""Writing down that acceptances are over: nobody is told anything else by it, as what holds follows from the clock."""

from collections.abc import AsyncIterator
from dataclasses import replace

from authz.scope import in_index, scope_of
from authz.viewer import system
from clock import Clock, to_sortable_date
from db_model.jobs.types import Job
from db_model.vulnerabilities import reads
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.projection import COLLECTION
from db_model.vulnerabilities.types import TreatmentStatus, is_there
from jobs.batches import Batch
from store import Store
from store.index import AnyOf, Between, Place, Search
from vulnerabilities.treatment import expired

EXPIRE_ACCEPTANCES = "expireAcceptances"
_FOUND_AT_ONCE = 1_000
_AT_ONCE = 30
"""With a row of history for each, a batch stays within a transaction."""


async def expire_acceptances(store: Store, clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Write down which acceptances for a time have ended: the index finds them, and each is decided on its own item."""
    search = Search(
        COLLECTION.name,
        in_index(scope_of(system("acceptances end"))),
        (AnyOf("treatment", frozenset({TreatmentStatus.ACCEPTED.value})), Between("breaks_from", None, to_sortable_date(clock.now()))),
        after=Place(job.progress, job.progress) if job.progress else None,
        first=_FOUND_AT_ONCE,
        with_total=False,
    )
    while True:
        hits = await store.index.search(search)
        for start in range(0, len(hits.ids), _AT_ONCE):
            yield await _batch(store, clock, hits.ids[start : start + _AT_ONCE])
        if hits.next is None:
            return
        search = replace(search, after=hits.next)


async def _batch(store: Store, clock: Clock, ids: tuple[str, ...]) -> Batch:
    """Return the batch that ends what has ended of these."""
    now = clock.now()
    found = await reads.get_many(store.table, ids, now=now)
    changed = tuple((old, new) for old in found.values() if is_there(old) and (new := expired(old, now=now)) != old)
    changes = tuple(vulnerabilities_model.update(old, new) for old, new in changed)
    return Batch(progress=ids[-1], changes=changes, done={"expired": len(changed)})
