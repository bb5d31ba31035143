from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clock
from errors import InvalidDateFormat


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-25", datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)),
        ("2026-11-25 10:00:00", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        ("2026-11-25T10:00:00-05:00", datetime(2026, 11, 25, 15, tzinfo=UTC)),
        ("2026-11-25T10:00:00Z", datetime(2026, 11, 25, 10, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_in_utc_and_one_without_a_time_is_the_end_of_its_day(text: str, moment: datetime) -> None:
    assert clock.parse_api_date(text) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "9999-12-31T23:59:59-23:00", "2026-11-25T25:00:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidDateFormat, match=r"^Exception - The date format is invalid$"):
        clock.parse_api_date(text)


@given(st.integers(86_400, 200_000_000_000), st.integers(-12, 14))
def test_a_written_date_is_read_back_to_the_second(seconds: int, hours: int) -> None:
    moment = datetime.fromtimestamp(seconds, timezone(timedelta(hours=hours)))

    assert clock.parse_api_date(clock.to_api_date(moment)) == moment.astimezone(UTC).replace(microsecond=0)


def test_ordered_ids_sort_by_their_time() -> None:
    begin = datetime(2026, 11, 25, tzinfo=UTC)
    made = [clock.new_ordered_uuid(begin + timedelta(milliseconds=number)) for number in range(200)]

    assert made == sorted(made)
    assert len(set(made)) == 200
