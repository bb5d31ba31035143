"""Reads of jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from db_model import reads
from db_model.jobs import facet
from db_model.jobs.types import Job, JobStatus
from store.table import Table
from store.values import IndexName, Query

_MOST_RUNNING = 1_000


async def get_many(table: Table, ids: Sequence[str], *, now: datetime) -> Mapping[str, Job]:
    """Read jobs by id, as they are: a hint may come right after the commit of its job."""
    keys = {identifier: facet.key(identifier) for identifier in ids}
    return await reads.get_many(table, facet.FACET, keys, now=now, consistent=True)


async def due(table: Table, *, now: datetime, first: int) -> tuple[Job, ...]:
    """Read the jobs that a worker may take now, the one that has been due for longest first."""
    prefix = facet.in_queue(facet.OPEN_QUEUE)
    query = Query(index=IndexName.BY_PARENT, partition=prefix.partition, low=prefix.sort, high=facet.due_sort(now), first=first)
    (page,) = await reads.pages(table, facet.FACET, (query,), now=now)
    return page.items


async def next_due(table: Table, *, now: datetime) -> datetime | None:
    """Read when the next job may be taken, be it waiting or silent for too long; `None` when there is none."""
    query = replace(reads.under(IndexName.BY_PARENT, facet.in_queue(facet.OPEN_QUEUE)), first=1)
    (page,) = await reads.pages(table, facet.FACET, (query,), now=now)
    return page.items[0].due_at if page.items else None


async def running(table: Table, *, now: datetime) -> tuple[Job, ...]:
    """Read the jobs that some worker has; there are only as many as workers do at once."""
    query = replace(reads.under(IndexName.BY_PARENT, facet.in_queue(facet.OPEN_QUEUE)), first=_MOST_RUNNING)
    (page,) = await reads.pages(table, facet.FACET, (query,), now=now, keep=lambda job: job.status is JobStatus.RUNNING)
    return page.items


async def dead(table: Table, *, now: datetime, first: int) -> tuple[Job, ...]:
    """Read the jobs that were given up."""
    query = replace(reads.under(IndexName.BY_PARENT, facet.in_queue(facet.DEAD_QUEUE)), first=first)
    (page,) = await reads.pages(table, facet.FACET, (query,), now=now)
    return page.items
