"""Pure writes of jobs."""

from db_model import change
from db_model.change import Change
from db_model.jobs.facet import FACET
from db_model.jobs.types import Job


def add(job: Job) -> Change:
    """Write a new job, in the commit of the command that asks for it."""
    return change.add(FACET, job)


def update(old: Job, new: Job) -> Change:
    """Write how far a job is; the commit is a conflict when another worker has it."""
    return change.update(FACET, old, new)
