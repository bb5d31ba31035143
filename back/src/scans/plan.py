"""The plan of a scan: what is to be done for each result, decided once and kept as a blob, so that a scan goes on where it was.

A plan is lines of JSON. Its first says what the scan learned of the file, each other one is an `Entry`; the closings come last.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, NamedTuple

import orjson

from db_model.scans.types import Outcome
from scans.matching import Match, Matches, StoredRow
from scans.sarif.types import Place
from scans.spool import Said, said_in


class Entry(NamedTuple):
    """What is to be done for one result, or for a row that no result met; `analysis` counts the sets of the file.

    `vulnerability` is the row that was met, absent for a new one.
    """

    outcome: str
    analysis: int
    place: tuple[int, int] | None
    vulnerability: str | None
    ordinal: int
    said: Said


class Known(NamedTuple):
    """One set of the file: the tool was done at `finished_at`, and `is_older` tells that a newer scan was applied before."""

    tool: str
    category: str
    finished_at: datetime | None
    is_older: bool


class Header(NamedTuple):
    """What a plan begins with; the scan makes its text unlike that of any other."""

    scan_id: str
    analyses: tuple[Known, ...]


_NOTHING = Said(rule="", uri=None)


def header_line(header: Header) -> bytes:
    """Write the first line."""
    return orjson.dumps(header._asdict() | {"analyses": [known._asdict() for known in header.analyses]}, option=orjson.OPT_APPEND_NEWLINE)


def read_header(line: bytes) -> Header:
    """Read the first line."""
    fields = orjson.loads(line)
    return Header(fields["scan_id"], tuple(Known(**{**known, "finished_at": _date(known["finished_at"])}) for known in fields["analyses"]))


def _date(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def entry_line(entry: Entry) -> bytes:
    """Write an entry."""
    return orjson.dumps(
        (entry.outcome, entry.analysis, entry.place and tuple(entry.place), entry.vulnerability, entry.ordinal, tuple(entry.said)),
        option=orjson.OPT_APPEND_NEWLINE,
    )


def read_entry(line: bytes) -> Entry:
    """Read an entry."""
    outcome, analysis, place, vulnerability, ordinal, said = orjson.loads(line)
    return Entry(outcome, analysis, tuple(place) if place else None, vulnerability, ordinal, Said(*said))


def entries(lines: IO[bytes], matches: Iterable[Matches], closing: Iterable[tuple[int, StoredRow]]) -> Iterator[Entry]:
    """Yield what is to be done: for each result of the file in its order, then for what is to be closed.

    `matches` are those of the sets in order; `closing` has the number of the set with each row.
    """
    decided = _by_place(matches)
    for place, said in said_in(lines):
        if said.reason is not None:
            outcome = Outcome.SUPPRESSED if said.is_suppressed else Outcome.REJECTED
            yield Entry(outcome.value, 0, place, None, 0, said)
        else:
            analysis, outcome, match = decided[place]
            yield Entry(outcome.value, analysis, place, match.row.id if match.row else None, match.ordinal, said)
    for analysis, row in closing:
        yield Entry(Outcome.CLOSED.value, analysis, None, row.id, row.ordinal, _NOTHING)


def _by_place(matches: Iterable[Matches]) -> Mapping[Place, tuple[int, Outcome, Match]]:
    """Return what comes of each result."""
    return {
        one.result.place: (number, outcome, one)
        for number, found in enumerate(matches)
        for outcome, group in (
            (Outcome.UNCHANGED, found.unchanged),
            (Outcome.REOPENED, found.reopened),
            (Outcome.DISMISSED, found.dismissed),
            (Outcome.CREATED, found.created),
        )
        for one in group
    }
