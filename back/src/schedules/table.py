"""The schedules that there are."""

from schedules.rules import Schedule
from vulnerabilities.expiry import EXPIRE_ACCEPTANCES

SCHEDULES: tuple[Schedule, ...] = (Schedule(name="expireAcceptances", kind=EXPIRE_ACCEPTANCES),)
