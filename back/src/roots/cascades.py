"""What follows from commands of roots for all of their vulnerabilities: jobs, as there may be many."""

from collections.abc import AsyncIterator

from clock import Clock
from db_model.jobs.types import Job
from db_model.roots import reads as roots_model
from db_model.roots import writes as roots_writes
from db_model.roots.types import Root, is_active
from db_model.vulnerabilities import reads as vulnerabilities_model
from jobs.batches import Batch
from jobs.rules import new_job
from store import Store
from vulnerabilities.exclusion import excluded
from vulnerabilities.walking import changing

CLOSE_VULNERABILITIES = "closeVulnerabilitiesOfRoot"
SUBJECT = "root"


def closing(root: Root) -> Job:
    """Return the job that a root asks for that was deactivated, due at once."""
    return new_job(CLOSE_VULNERABILITIES, {SUBJECT: root.id}, by=root.state.modified_by, now=root.state.modified_at)


async def close_vulnerabilities(store: Store, clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Close the vulnerabilities of an inactive root, as excluded, in the name of who deactivated it.

    Each batch holds only while the root is as it was read: once it is active again, what is still open stays so.
    """
    identifier = job.subject[SUBJECT]
    root = (await roots_model.get_many(store.table, (identifier,), now=clock.now()))[identifier]
    if is_active(root):
        return
    batches = changing(
        store,
        clock,
        job,
        under=vulnerabilities_model.of_root(root.id),
        become=lambda vulnerability: excluded(vulnerability, by=root.state.modified_by, now=clock.now()),
        counted="excluded",
    )
    async for batch in batches:
        yield batch._replace(changes=(roots_writes.unchanged(root), *batch.changes))
