"""Which living rows a scan closes because it did not find them any more, and which it holds back, and why."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from scans.sarif.types import RunHead

BRAKE_FROM = 20


class Held(StrEnum):
    """Why a row that was not found stays open."""

    NOT_ASKED = "closing was switched off"
    NOTHING_CHECKED = "the file has no run that checked anything"
    EXECUTION_FAILED = "the tool says that it failed"
    OLDER_SCAN = "a newer scan was applied before"
    NOT_ANALYSED = "the tool could not analyse the file"
    BRAKE = "more than half of the open ones would close"


class MissingRow(NamedTuple):
    """A living row that no result met, last seen by a scan of the same root, tool and category; never a hand-made one."""

    id: str
    uri: str


class HeldBack(NamedTuple):
    """How many rows stay open for a reason."""

    reason: Held
    rows: int


class Closing(NamedTuple):
    """The ids of the rows to close, in the order given, and how many are held back."""

    close: tuple[str, ...]
    held: tuple[HeldBack, ...]


def decide(
    runs: Sequence[RunHead], missing: Sequence[MissingRow], *, living: int, close_missing: bool | None, is_older: bool = False
) -> Closing:
    """Decide for the runs of one (tool, category) in the file.

    `living` counts the rows that were open before, met or not. `close_missing`: true closes, false never, `None` closes unless more than
    half of at least 20 would. `is_older`: an older scan than the last one, and not allowed to count as new.
    """
    refusal = _refusal(runs, close_missing=close_missing, is_older=is_older)
    if refusal:
        return Closing((), _held((refusal, len(missing))))
    not_analysed = _paths(uri for run in runs for uri in run.not_analysed)
    gone = tuple(row.id for row in missing if not_analysed.isdisjoint(_paths_of_row(row.uri)))
    unseen = (Held.NOT_ANALYSED, len(missing) - len(gone))
    has_brake = close_missing is None and living >= BRAKE_FROM
    if has_brake and len(gone) * 2 > living:
        return Closing((), _held(unseen, (Held.BRAKE, len(gone))))
    return Closing(gone, _held(unseen))


def _refusal(runs: Sequence[RunHead], *, close_missing: bool | None, is_older: bool) -> Held | None:
    reasons = (
        (close_missing is False, Held.NOT_ASKED),
        (not runs or not all(run.has_results for run in runs), Held.NOTHING_CHECKED),
        (not all(run.execution_successful for run in runs), Held.EXECUTION_FAILED),
        (is_older, Held.OLDER_SCAN),
    )
    return next((reason for applies, reason in reasons if applies), None)


def _held(*counts: tuple[Held, int]) -> tuple[HeldBack, ...]:
    return tuple(HeldBack(reason, count) for reason, count in counts if count)


def _paths(uris: Iterable[str]) -> frozenset[str]:
    """Return what failed; an absolute path also by each of its ends, as rows may be relative to any of its folders."""
    return frozenset(path for uri in uris for path in (uri.rstrip("/"), *(_ends(uri) if _is_absolute(uri) else ())) if path)


def _paths_of_row(uri: str) -> Iterator[str]:
    """Yield a row's file and the folders above it; of an absolute one also its ends, for failures that are named by relative paths."""
    parts = uri.split("/")
    yield from ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    if _is_absolute(uri):
        yield from _ends(uri)


def _ends(uri: str) -> Iterator[str]:
    parts = uri.replace("\\", "/").rstrip("/").split("/")
    return ("/".join(parts[start:]) for start in range(1, len(parts)))


def _is_absolute(uri: str) -> bool:
    return uri.startswith(("/", "\\")) or ":" in uri.split("/", 1)[0]
