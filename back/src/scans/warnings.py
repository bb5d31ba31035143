"""What people should know of a scan, besides its counts."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from scans.closing import Closing, Held
from scans.plan import Known
from scans.spool import Group

_MOST_BYTES = 64 * 1024
"""Of all warnings of a scan: they are stored with it."""
_MOST_FILES_NAMED = 20
_LONGEST = 2_000


def of_set(group: Group, known: Known, closing: Closing) -> Iterator[str]:
    """Yield what should be known of one set of a file."""
    named = f"{group.tool} ({group.category})" if group.category else group.tool
    return (f"{named}: {text}"[:_LONGEST] for text in _texts(group, known, closing))


def limited(texts: Iterable[str]) -> tuple[str, ...]:
    """Return as many warnings as a scan can keep, and how many more there are."""
    every = tuple(texts)
    sizes = accumulate(len(text.encode()) for text in every)
    kept = sum(size <= _MOST_BYTES for size in sizes)
    return every if kept == len(every) else (*every[:kept], f"There are {len(every) - kept} more warnings")


def _texts(group: Group, known: Known, closing: Closing) -> Iterator[str]:
    if known.is_older:
        yield "this scan is older than the last one that was applied, so that it closes nothing"
    if not all(head.execution_successful for head in group.heads):
        yield f"{Held.EXECUTION_FAILED}, so that nothing is closed"
    if not all(head.has_results for head in group.heads):
        yield f"{Held.NOTHING_CHECKED}, so that nothing is closed"
    files = sorted({uri for head in group.heads for uri in head.not_analysed})
    if files:
        more = f" and {len(files) - _MOST_FILES_NAMED} more" if len(files) > _MOST_FILES_NAMED else ""
        yield f"{Held.NOT_ANALYSED}: {', '.join(files[:_MOST_FILES_NAMED])}{more}"
    brake = next((held.rows for held in closing.held if held.reason is Held.BRAKE), 0)
    if brake:
        yield f"{brake} open vulnerabilities were not found and stay open, as {Held.BRAKE}; closeMissing closes them"
