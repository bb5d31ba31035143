"""Dates and ids: the one place that reads the time, writes dates and makes identifiers."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import uuid_utils

from errors import InvalidDateFormat

_API_DATE = len("YYYY-MM-DD hh:mm:ss")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Clock(NamedTuple):
    """Where a request reads the time from: tests give their own."""

    now: Callable[[], datetime]


def system_clock() -> Clock:
    """Return the clock of this machine, in UTC."""
    return Clock(now=lambda: datetime.now(UTC))


def to_api_date(moment: datetime) -> str:
    """Write a date as the API's textual dates are written: `YYYY-MM-DD hh:mm:ss`, in UTC."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return utc.isoformat(" ", "seconds")[:_API_DATE]


def to_sortable_date(moment: datetime) -> str:
    """Write a date, in UTC, so that texts sort as times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def parse_sortable_date(text: str) -> datetime:
    """Undo `to_sortable_date`."""
    return datetime.fromisoformat(text)


def days_between(earlier: datetime, later: datetime) -> int:
    """Return how many midnights, in UTC, lie between two moments."""
    return (later.astimezone(UTC).date() - earlier.astimezone(UTC).date()).days


def parse_api_date(text: str) -> datetime:
    """Read an ISO 8601 date; one without a time is the end of that day, one without an offset is UTC.

    Raises `InvalidDateFormat`.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if len(text.strip()) <= len("YYYY-MM-DD"):
            moment = moment + timedelta(days=1) - timedelta(seconds=1)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidDateFormat from error


def to_seconds(moment: datetime) -> int:
    """Return the whole seconds since 1970 of a date."""
    return int(moment.timestamp())


def new_uuid() -> str:
    """Make a random identifier (UUID version 4)."""
    return str(uuid.uuid4())


def is_uuid(text: str) -> bool:
    """Tell whether a text has the form of an identifier, in lower case."""
    return _UUID.fullmatch(text) is not None


def new_ordered_uuid(now: datetime) -> str:
    """Make an identifier whose text sorts by the time of its making (UUID version 7)."""
    return str(uuid_utils.uuid7(nanoseconds=int(now.timestamp() * 1_000_000) * 1_000))
