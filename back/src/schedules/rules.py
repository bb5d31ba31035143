"""The pure rules of schedules: when one is due."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from db_model.leases.types import Lease

_MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


class Schedule(NamedTuple):
    """A kind of job that is asked for once in every period, at the same time of it, in UTC."""

    name: str
    kind: str
    """That of the job."""
    every: timedelta = DAY
    at: timedelta = timedelta()
    """How long after the beginning of a period; days begin at midnight, hours at their first minute."""


def last_time(schedule: Schedule, now: datetime) -> datetime:
    """Return the last time of a schedule that is not after now."""
    since = now - _MIDNIGHT - schedule.at
    return _MIDNIGHT + schedule.at + since // schedule.every * schedule.every


def find_due(schedule: Schedule, lease: Lease | None, now: datetime) -> datetime | None:
    """Return the time that a schedule has to be run for; `None` when it was.

    Times that passed while nobody worked are made up for once, by the last of them.
    """
    time = last_time(schedule, now)
    return time if lease is None or lease.planned_at < time else None
