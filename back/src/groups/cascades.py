"""What follows from commands of groups for all of their roots: jobs, as there may be many."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from clock import Clock
from db_model import reads
from db_model.change import Change
from db_model.groups import reads as groups_model
from db_model.groups import writes as groups_writes
from db_model.groups.types import Group, ServiceType
from db_model.groups.types import is_active as is_active_group
from db_model.jobs import writes as jobs_writes
from db_model.jobs.types import Job
from db_model.roots import facet
from db_model.roots import reads as roots_model
from db_model.roots import writes as roots_writes
from db_model.roots.types import DeactivationReason, Git, Ip, Root, Target, Web, is_active
from jobs.batches import Batch
from jobs.rules import new_job
from roots import cascades as roots_cascades
from roots.rules import deactivated
from store import Store

DEACTIVATE_ROOTS = "deactivateRootsOfGroup"
_GROUP = "group"
_SERVICE = "service"
_AT_ONCE = 20
"""With a row of history and a job for each, a batch stays within a transaction."""
_KINDS: Mapping[ServiceType, tuple[type[Target], ...]] = MappingProxyType({ServiceType.WHITE: (Git,), ServiceType.BLACK: (Ip, Web)})
"""What a group of a service may have tested."""


def deactivating(group: Group) -> Job:
    """Return the job that a group asks for whose service was changed, due at once."""
    subject = {_GROUP: group.name, _SERVICE: group.state.service.value}
    return new_job(DEACTIVATE_ROOTS, subject, by=group.state.modified_by, now=group.state.modified_at)


async def deactivate_roots(store: Store, clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Deactivate the roots of a group that its service does not test; each then asks for what follows from that.

    Each batch holds only while the group is as it was read: once it has another service, the rest stays as it is.
    """
    name = job.subject[_GROUP]
    group = (await groups_model.get_many(store.table, (name,), now=clock.now()))[name]
    if group.state.service != job.subject[_SERVICE] or not is_active_group(group):
        return
    after = facet.place(*job.progress.split(" ")) if job.progress else None
    query = replace(roots_model.of_group(name), first=_AT_ONCE, after=after)
    while True:
        (page,) = await reads.pages(store.table, facet.FACET, (query,), now=clock.now())
        if not page.items:
            return
        stale = [root for root in page.items if is_active(root) and not isinstance(root.target, _KINDS[group.state.service])]
        changes = chain.from_iterable(_deactivating(root, clock, by=job.created_by) for root in stale)
        last = page.items[-1]
        progress = f"{last.nickname} {last.id}"
        yield Batch(progress=progress, changes=(groups_writes.unchanged(group), *changes), done={"deactivated": len(stale)})
        if page.next is None:
            return
        query = replace(query, after=page.next)


def _deactivating(root: Root, clock: Clock, *, by: str) -> tuple[Change, ...]:
    """Return the writes of a root that is no longer tested, and of the job that closes what is open in it."""
    said = "The service of the group was changed"
    gone = deactivated(root, reason=DeactivationReason.OUT_OF_SCOPE, other=said, by=by, now=clock.now())
    return roots_writes.update(root, gone), jobs_writes.add(roots_cascades.closing(gone))
