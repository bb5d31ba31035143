"""The job."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class JobStatus(StrEnum):
    """How far a job is."""

    DEAD = "DEAD"
    """Given up after too many attempts; an operator sees it and may run it again."""
    DONE = "DONE"
    RUNNING = "RUNNING"
    WAITING = "WAITING"


class Job(NamedTuple):
    """Work to do once; every step of it is safe to repeat, as a worker may die anywhere."""

    id: str
    """A UUID version 7."""
    kind: str
    """Which handler does it."""
    subject: Mapping[str, str]
    """What the handler is told; no secret."""
    created_by: str
    created_at: datetime
    due_at: datetime
    """When a worker may take it: of one that runs, when its holder has not been heard of for too long."""
    status: JobStatus = JobStatus.WAITING
    holder: str | None = None
    """The worker that has it, by a name of its own for each claim."""
    attempts: int = 0
    progress: str | None = None
    """Where the next batch begins, in the words of the handler."""
    counts: Mapping[str, int] = MappingProxyType({})
    """What was done so far."""
    error: str | None = None
    """The kind of the last failure."""
    ended_at: datetime | None = None
    version: int = 1


def is_open(job: Job) -> bool:
    """Tell whether a job still has to be done."""
    return job.status in {JobStatus.WAITING, JobStatus.RUNNING}
