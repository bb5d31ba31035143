"""The schedules that there are."""

from datetime import timedelta

from integrity.sweeping import SWEEP
from schedules.rules import Schedule
from vulnerabilities.expiry import EXPIRE_ACCEPTANCES

SCHEDULES: tuple[Schedule, ...] = (
    Schedule(name="expireAcceptances", kind=EXPIRE_ACCEPTANCES),
    Schedule(name="sweep", kind=SWEEP, at=timedelta(hours=3)),
)
