import pytest

from sarif_files import read, run, sarif
from scans.closing import Closing, Held, HeldBack, MissingRow, decide
from scans.sarif.types import RunHead

HEAD: RunHead = read(sarif(run()))[0][0]


def rows(count: int) -> tuple[MissingRow, ...]:
    return tuple(MissingRow(f"v{number}", f"src/{number}.py") for number in range(count))


def test_what_was_not_found_closes() -> None:
    assert decide([HEAD], rows(2), living=5, close_missing=None) == Closing(("v0", "v1"), ())


@pytest.mark.parametrize(
    ("count", "living", "closes"),
    [(10, 20, True), (11, 20, False), (19, 19, True), (20, 20, False), (0, 30, True), (11, 21, False), (10, 21, True)],
)
def test_the_brake_holds_more_than_half_of_at_least_twenty(count: int, living: int, closes: bool) -> None:
    closing = decide([HEAD], rows(count), living=living, close_missing=None)

    assert len(closing.close) == (count if closes else 0)
    assert closing.held == (() if closes else (HeldBack(Held.BRAKE, count),))


def test_an_explicit_wish_closes_without_the_brake_or_not_at_all() -> None:
    assert len(decide([HEAD], rows(30), living=30, close_missing=True).close) == 30
    assert decide([HEAD], rows(30), living=30, close_missing=False) == Closing((), (HeldBack(Held.NOT_ASKED, 30),))


@pytest.mark.parametrize("close_missing", [None, True])
@pytest.mark.parametrize(
    ("runs", "is_older", "reason"),
    [
        ([], False, Held.NOTHING_CHECKED),
        ([HEAD, HEAD._replace(has_results=False)], False, Held.NOTHING_CHECKED),
        ([HEAD, HEAD._replace(execution_successful=False)], False, Held.EXECUTION_FAILED),
        ([HEAD], True, Held.OLDER_SCAN),
    ],
)
def test_a_scan_that_proves_nothing_closes_nothing(runs: list[RunHead], is_older: bool, reason: Held, close_missing: bool | None) -> None:
    closing = decide(runs, rows(3), living=30, close_missing=close_missing, is_older=is_older)

    assert closing == Closing((), (HeldBack(reason, 3),))


@pytest.mark.parametrize(
    ("failed", "uri", "closes"),
    [
        ("src/a.py", "src/a.py", False),
        ("src/a.py", "src/b.py", True),
        ("a.py", "src/a.py", True),
        ("src", "src/deep/a.py", False),
        ("src/", "src/a.py", False),
        ("sr", "src/a.py", True),
        ("/home/ci/src/a.py", "src/a.py", False),
        ("file:///home/ci/src/a.py", "a.py", False),
        ("C:\\ci\\src\\a.py", "src/a.py", False),
        ("src/a.py", "/home/ci/src/a.py", False),
        ("src/a.py", "file:///home/ci/src/a.py", False),
    ],
)
def test_what_the_tool_could_not_look_at_stays_open(failed: str, uri: str, closes: bool) -> None:
    head = HEAD._replace(not_analysed=frozenset({failed}))

    closing = decide([HEAD, head], [MissingRow("v", uri)], living=1, close_missing=True)

    assert closing == (Closing(("v",), ()) if closes else Closing((), (HeldBack(Held.NOT_ANALYSED, 1),)))


def test_rows_in_files_that_failed_do_not_count_for_the_brake() -> None:
    head = HEAD._replace(not_analysed=frozenset({"src/0.py", "src/1.py"}))

    assert len(decide([head], rows(12), living=20, close_missing=None).close) == 10
    assert decide([head], rows(13), living=20, close_missing=None) == Closing(
        (), (HeldBack(Held.NOT_ANALYSED, 2), HeldBack(Held.BRAKE, 11))
    )


def test_nothing_missing_holds_nothing_back() -> None:
    assert decide([], (), living=0, close_missing=None) == Closing((), ())
