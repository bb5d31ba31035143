"""The lease of a schedule."""

from datetime import datetime
from typing import NamedTuple


class Lease(NamedTuple):
    """Up to when a schedule was run: whoever moves it on has asked for the job."""

    name: str
    """That of the schedule."""
    planned_at: datetime
    """The time of the schedule that a job was last asked for."""
    asked_at: datetime
    job_id: str
    version: int = 1
