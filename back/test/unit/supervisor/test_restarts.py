from supervisor.restarts import AT_ONCE, LONGEST_SECONDS, WINDOW_SECONDS, pause


def pauses(times: int, *, was_ready: bool) -> list[float]:
    """Return the pauses of a child that ends again and again, within moments."""
    return [pause([100.0] * number, now=100.0, was_ready=was_ready) for number in range(1, times + 1)]


def test_who_was_killed_while_it_worked_comes_back_at_once_and_slower_only_if_that_goes_on() -> None:
    assert pauses(AT_ONCE + 8, was_ready=True) == [*[0.0] * AT_ONCE, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_SECONDS, LONGEST_SECONDS]


def test_who_does_not_even_start_waits_twice_as_long_each_time() -> None:
    assert pauses(8, was_ready=False) == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_SECONDS, LONGEST_SECONDS]


def test_what_was_long_ago_does_not_count() -> None:
    now = 1_000.0

    assert pause([now - WINDOW_SECONDS] * 50 + [now], now=now, was_ready=False) == 0.5
