from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db_model.leases.types import Lease
from schedules.rules import Schedule, find_due, last_time
from schedules.table import SCHEDULES
from worker.handlers import HANDLERS

DAILY = Schedule("daily", "kind")
AT_NINE = Schedule("at nine", "kind", at=timedelta(hours=9))
HOURLY = Schedule("hourly", "kind", every=timedelta(hours=1), at=timedelta(minutes=15))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "now", "time"),
    [
        (DAILY, "2026-11-25 00:00:00", "2026-11-25 00:00:00"),
        (DAILY, "2026-11-25 23:59:59", "2026-11-25 00:00:00"),
        (AT_NINE, "2026-11-25 08:59:59", "2026-11-24 09:00:00"),
        (AT_NINE, "2026-11-25 09:00:00", "2026-11-25 09:00:00"),
        (HOURLY, "2026-11-25 12:14:59", "2026-11-25 11:15:00"),
        (HOURLY, "2026-11-25 12:15:00", "2026-11-25 12:15:00"),
    ],
)
def test_the_last_time_of_a_schedule(schedule: Schedule, now: str, time: str) -> None:
    assert last_time(schedule, moment(now)) == moment(time)


@given(
    st.lists(st.integers(0, 3 * 86_400), min_size=1, max_size=30),
    st.sampled_from([DAILY, AT_NINE, HOURLY]),
)
def test_a_schedule_is_run_at_most_once_for_each_of_its_times_and_never_early(waits: list[int], schedule: Schedule) -> None:
    now, lease, times = moment("2026-11-25 12:00:00"), None, list[datetime]()
    for wait in waits:
        now += timedelta(seconds=wait)
        due = find_due(schedule, lease, now)
        if due is not None:
            times.append(due)
            lease = Lease(schedule.name, due, now, "job")
        assert times[-1] <= now < times[-1] + schedule.every
        assert find_due(schedule, lease, now) is None

    assert times == sorted(set(times))


def test_a_clock_that_goes_back_runs_nothing_again() -> None:
    lease = Lease("daily", moment("2026-11-25 00:00:00"), moment("2026-11-25 00:00:01"), "job")

    assert find_due(DAILY, lease, moment("2026-11-24 23:00:00")) is None


def test_every_schedule_has_a_name_of_its_own_and_a_kind_that_a_worker_knows() -> None:
    assert len({schedule.name for schedule in SCHEDULES}) == len(SCHEDULES)
    assert {schedule.kind for schedule in SCHEDULES} <= HANDLERS.keys()
