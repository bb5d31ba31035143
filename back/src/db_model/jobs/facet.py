"""Where jobs live, and which questions their keys answer."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.jobs.types import Job, JobStatus, is_open
from store.values import IndexName, Key, Prefix

TAG = "JOB"
OPEN_QUEUE = "open"
DEAD_QUEUE = "dead"
KEPT_AFTER_ITS_END = timedelta(days=7)


def key(identifier: str) -> Key:
    """Which job has this id?"""
    return Key(parts.join(TAG, identifier), OWN)


def id_of(found: Key) -> str | None:
    """Which job lives at this key, if it is one of a job?"""
    tag, *rest = parts.split(found.partition)
    return rest[0] if tag == TAG and len(rest) == 1 and found.sort == OWN else None


def in_queue(queue: str) -> Prefix:
    """Which jobs wait, or run, or are dead, the first due first?"""
    return Prefix(parts.join("QUEUE", queue), parts.beginning(TAG))


def due_sort(moment: datetime) -> str:
    """Return what the places of all jobs sort after that are due later than a moment."""
    return f"{parts.beginning(TAG, _text(moment))}\U0010ffff"


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _indexes(job: Job) -> Mapping[IndexName, Key]:
    """List what is to be done, and what was given up; what is done is in no list."""
    if job.status is JobStatus.DONE:
        return {}
    queue = in_queue(OPEN_QUEUE if is_open(job) else DEAD_QUEUE)
    return {IndexName.BY_PARENT: Key(queue.partition, parts.join(TAG, _text(job.due_at), job.id))}


def _expires_at(job: Job) -> datetime | None:
    """Let go of a job some days after it was done."""
    return job.ended_at + KEPT_AFTER_ITS_END if job.status is JobStatus.DONE and job.ended_at is not None else None


FACET = Facet[Job](
    name="jobs",
    codec=Codec(Job),
    key=lambda job: key(job.id),
    version=lambda job: job.version,
    indexes=_indexes,
    expires_at=_expires_at,
)
