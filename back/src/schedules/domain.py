"""Asking for the jobs of schedules: each once for each of its times, however many workers ask."""

from collections.abc import Sequence
from datetime import datetime

from clock import Clock
from db_model.change import Change
from db_model.commit import write
from db_model.jobs import writes as jobs_model
from db_model.leases import reads
from db_model.leases import writes as leases_model
from db_model.leases.types import Lease
from jobs.rules import new_job
from schedules.rules import Schedule, find_due
from store import Store
from store.errors import Conflict

SYSTEM = "system"
PLANNED_AT = "planned_at"


async def ask(store: Store, clock: Clock, schedules: Sequence[Schedule]) -> tuple[Schedule, ...]:
    """Ask for the jobs of the schedules that are due, and return those for which no other worker was first."""
    now = clock.now()
    leases = await reads.get_many(store.table, [schedule.name for schedule in schedules], now=now)
    due = tuple((schedule, time) for schedule in schedules if (time := find_due(schedule, leases.get(schedule.name), now)))
    asked = [schedule for schedule, time in due if await _ask_for(store, schedule, time, leases.get(schedule.name), now)]
    return tuple(asked)


async def _ask_for(store: Store, schedule: Schedule, time: datetime, lease: Lease | None, now: datetime) -> bool:
    """Ask for a job and move the lease on in the same commit; false when another worker was first."""
    job = new_job(schedule.kind, {PLANNED_AT: time.isoformat()}, by=SYSTEM, now=now)
    try:
        await write(store.table, (_moved(schedule, time, lease, job.id, now), jobs_model.add(job)))
    except Conflict:
        return False
    return True


def _moved(schedule: Schedule, time: datetime, lease: Lease | None, job_id: str, now: datetime) -> Change:
    """Return the write of a lease that was moved on to a time."""
    if lease is None:
        return leases_model.add(Lease(name=schedule.name, planned_at=time, asked_at=now, job_id=job_id))
    return leases_model.update(lease, lease._replace(planned_at=time, asked_at=now, job_id=job_id))
