"""The results of a file, read once: what they are matched by in memory, what is stored of them on disk, a line each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NamedTuple

import orjson

from catalogue.cwe_text import find_cwe_ids
from catalogue.weaknesses import first_known
from scans.decoding import DEFAULT_LIMIT
from scans.formats import check_is_sarif
from scans.identity import Identified, identified
from scans.json_events import Reopen
from scans.sarif.reading import read_head, read_results
from scans.sarif.types import Outcome, Place, RejectedResult, RunHead, ScanResult, SuppressedResult
from severity.sources import choose_score


class Said(NamedTuple):
    """What a file says of one result, as far as it is stored; the score is a decimal number in 0..10, as it was given."""

    rule: str
    uri: str | None
    reason: str | None = None
    """Why it is suppressed or rejected."""
    is_suppressed: bool = False
    message: str = ""
    help_uri: str | None = None
    line: int = 0
    column: int | None = None
    snippet: str | None = None
    cwe: int = 0
    score: str = "0"
    severity_source: str = ""
    fingerprint: str = ""
    stable: str | None = None
    partial: str | None = None


class Group(NamedTuple):
    """The runs of one tool and category in a file: they are one set."""

    tool: str
    category: str
    heads: tuple[RunHead, ...]
    results: tuple[Identified, ...]


class Read(NamedTuple):
    """A file that was read: `lines` holds a `Said` for each result, in order, with its place."""

    groups: tuple[Group, ...]
    lines: IO[bytes]


def heads_of(reopen: Reopen, *, limit: int = DEFAULT_LIMIT) -> tuple[RunHead, ...]:
    """Read what stands around the results of a file; raises `UnsupportedFormat`, `InvalidScanFile` and `ScanFileTooLarge`."""
    check_is_sarif(reopen, limit=limit)
    return read_head(reopen, limit=limit)


def read(reopen: Reopen, heads: Sequence[RunHead], lines: IO[bytes], *, limit: int = DEFAULT_LIMIT) -> Read:
    """Read every result of a file, and write what is stored of it to `lines`, which the caller keeps; raises like `heads_of`."""
    found: defaultdict[tuple[str, str], list[Identified]] = defaultdict(list)
    for outcome in read_results(reopen, heads, limit=limit):
        known = identified(outcome) if isinstance(outcome, ScanResult) else None
        if known is not None:
            found[_set_of(heads[known.place.run])].append(known)
        lines.write(orjson.dumps((*outcome.place, *_said(outcome, known)), option=orjson.OPT_APPEND_NEWLINE))
    return Read(tuple(_groups(heads, found)), lines)


def said_in(lines: IO[bytes]) -> Iterator[tuple[Place, Said]]:
    """Yield what was read, in the order of the file."""
    lines.seek(0)
    for line in lines:
        run, result, *fields = orjson.loads(line)
        yield Place(run, result), Said(*fields)


def _groups(heads: Sequence[RunHead], found: Mapping[tuple[str, str], Sequence[Identified]]) -> Iterator[Group]:
    """Yield the sets of a file in the order of their first runs, those without results too."""
    for tool, category in dict.fromkeys(map(_set_of, heads)):
        of_set = tuple(head for head in heads if _set_of(head) == (tool, category))
        yield Group(tool, category, of_set, tuple(found.get((tool, category), ())))


def _set_of(head: RunHead) -> tuple[str, str]:
    return head.tool, head.category


def _said(outcome: Outcome, known: Identified | None) -> Said:
    """Return what is stored of a result."""
    match outcome:
        case SuppressedResult() | RejectedResult():
            return Said(outcome.rule_id, outcome.uri, outcome.reason, is_suppressed=isinstance(outcome, SuppressedResult))
        case ScanResult() if known is not None:
            chosen = choose_score(outcome.result_security_severity, outcome.rule_security_severity, outcome.level)
            return Said(
                rule=outcome.rule_id,
                uri=outcome.uri,
                message=outcome.message,
                help_uri=outcome.help_uri,
                line=outcome.start_line,
                column=outcome.start_column,
                snippet=outcome.snippet,
                cwe=first_known(cwe for text in outcome.cwe_texts for cwe in find_cwe_ids(text)).cwe_id,
                score=str(chosen.score),
                severity_source=chosen.source.value,
                fingerprint=known.fingerprint,
                stable=known.stable,
                partial=known.partial,
            )
    raise TypeError("a result is matched by nothing")
