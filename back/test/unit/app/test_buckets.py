from app.buckets import Buckets
from small_service import FakeClock


def test_a_bucket_gives_its_capacity_and_then_tells_how_long_to_wait() -> None:
    buckets = Buckets(60, FakeClock().clock())

    assert [buckets.take("a") for _ in range(60)] == [0] * 60
    assert (buckets.take("a"), buckets.take("a", 5), buckets.remaining("a")) == (1, 5, 0)


def test_buckets_do_not_share() -> None:
    buckets = Buckets(1, FakeClock().clock())
    buckets.take("a")

    assert (buckets.take("a"), buckets.take("b")) == (60, 0)


def test_a_bucket_refills_evenly_and_never_above_its_capacity() -> None:
    time = FakeClock()
    buckets = Buckets(120, time.clock())
    buckets.take("a", 120)

    time.advance(10)
    after_ten_seconds = buckets.remaining("a")
    time.advance(3_600)

    assert (after_ten_seconds, buckets.remaining("a")) == (20, 120)


def test_what_was_refused_is_not_taken() -> None:
    buckets = Buckets(100, FakeClock().clock())
    buckets.take("a", 70)

    assert (buckets.take("a", 40), buckets.remaining("a"), buckets.take("a", 30)) == (6, 30, 0)


def test_waiting_as_long_as_told_is_enough() -> None:
    time = FakeClock()
    buckets = Buckets(7, time.clock())
    buckets.take("a", 7)

    time.advance(buckets.take("a", 3))

    assert buckets.take("a", 3) == 0


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    time = FakeClock()
    buckets = Buckets(10, time.clock())
    buckets.take("a", 4)

    time.advance(-3_600)

    assert buckets.remaining("a") == 6


def test_no_capacity_means_no_limit() -> None:
    buckets = Buckets(0, FakeClock().clock())

    assert (buckets.take("a", 10**9), buckets.remaining("a")) == (0, None)
