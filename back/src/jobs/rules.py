"""The pure rules of jobs: claiming, going on, ending and giving back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from clock import new_ordered_uuid
from db_model.jobs.types import Job, JobStatus

LEASE = timedelta(seconds=60)
"""How long a worker may be silent before another takes its job."""
MOST_ATTEMPTS = 8
MOST_CLAIMS = 40
"""How often a job is taken again without progress, whatever became of those who had it: one that kills its workers ends."""
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=10)


class TakenTooOften(Exception):
    """A job was begun again and again, and no worker came to tell how it failed."""


def new_job(kind: str, subject: Mapping[str, str], *, by: str, now: datetime) -> Job:
    """Return work that is due at once."""
    return Job(id=new_ordered_uuid(now), kind=kind, subject=subject, created_by=by, created_at=now, due_at=now)


def claimed(job: Job, *, holder: str, now: datetime) -> Job:
    """Return a job as its new holder has it."""
    return job._replace(status=JobStatus.RUNNING, holder=holder, attempts=job.attempts + 1, due_at=now + LEASE)


def check_claims(job: Job) -> None:
    """Check that a claimed job may be begun once more; raises `TakenTooOften`."""
    if job.attempts > MOST_CLAIMS:
        raise TakenTooOften


def advanced(job: Job, *, progress: str, done: Mapping[str, int], now: datetime) -> Job:
    """Return a job after a batch, which is also a sign of life; attempts count from the last progress."""
    counts = {name: job.counts.get(name, 0) + done.get(name, 0) for name in (*job.counts, *done)}
    alive = held(job._replace(counts=counts), now=now)
    return alive if progress == job.progress else alive._replace(progress=progress, attempts=1, error=None)


def held(job: Job, *, now: datetime) -> Job:
    """Return a job whose holder is alive."""
    return job._replace(due_at=now + LEASE)


def ended(job: Job, *, now: datetime) -> Job:
    """Return a job that is done."""
    return job._replace(status=JobStatus.DONE, holder=None, error=None, ended_at=now)


def failed(job: Job, *, error: str, now: datetime) -> Job:
    """Return a job whose attempt failed: it waits, twice as long each time, or is given up."""
    if job.attempts >= MOST_ATTEMPTS:
        return job._replace(status=JobStatus.DEAD, holder=None, error=error, ended_at=now)
    wait = min(_FIRST_WAIT * 2 ** (job.attempts - 1), _LONGEST_WAIT)
    return job._replace(status=JobStatus.WAITING, holder=None, error=error, due_at=now + wait)


def given_back(job: Job, *, now: datetime) -> Job:
    """Return a job whose worker stops: another may go on at once, and the attempt does not count."""
    return job._replace(status=JobStatus.WAITING, holder=None, attempts=max(job.attempts - 1, 0), due_at=now)


def released(job: Job, *, now: datetime) -> Job:
    """Return a job whose worker died: another may go on at once; the attempt counts, as it may be the job that killed the worker."""
    return job._replace(status=JobStatus.WAITING, holder=None, due_at=now)


def deferred(job: Job, *, wait: timedelta, now: datetime) -> Job:
    """Return a job that something else has to end before: the attempt does not count."""
    return given_back(job, now=now + wait)


def revived(job: Job, *, now: datetime) -> Job:
    """Return a job that was given up, to be tried anew from where it was."""
    return job._replace(status=JobStatus.WAITING, attempts=0, due_at=now, ended_at=None)
