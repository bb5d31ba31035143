"""Vulnerabilities as CSV (RFC 4180), safe to open: no cell of another's text is calculated by a spreadsheet."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from clock import to_api_date
from reports.domain import Reported
from severity.levels import level_of
from vulnerabilities.treatment import effective_treatment

# What a spreadsheet takes for the beginning of a formula, blanks before it or not.
_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r\n]")
_COLUMNS: Mapping[str, Callable[[Reported, datetime], object]] = MappingProxyType(
    {
        "id": lambda row, _: row.vulnerability.id,
        "finding": lambda row, _: row.finding.title,
        "type": lambda row, _: row.vulnerability.type.value,
        "status": lambda row, _: row.vulnerability.state.status.value,
        "where": lambda row, _: row.vulnerability.state.where,
        "specific": lambda row, _: row.vulnerability.state.specific,
        "root": lambda row, _: row.root,
        "commit": lambda row, _: row.vulnerability.state.commit,
        "severity": lambda row, _: row.vulnerability.score,
        "level": lambda row, _: level_of(row.vulnerability.score).value,
        "vector": lambda row, _: (row.vulnerability.severity or row.finding.severity).vector,
        "treatment": lambda row, now: effective_treatment(row.vulnerability, now).status.value,
        "assigned": lambda row, now: effective_treatment(row.vulnerability, now).assigned,
        "accepted until": lambda row, now: _date(effective_treatment(row.vulnerability, now).accepted_until),
        "zero risk": lambda row, _: row.vulnerability.zero_risk.status.value if row.vulnerability.zero_risk else None,
        "reported": lambda row, _: _date(row.vulnerability.reported_at),
        "closed": lambda row, _: _date(row.vulnerability.closed_at),
        "source": lambda row, _: row.vulnerability.state.source.value,
        "tool": lambda row, _: row.vulnerability.scanned.tool if row.vulnerability.scanned else None,
        "rule": lambda row, _: row.vulnerability.scanned.rule if row.vulnerability.scanned else None,
        "message": lambda row, _: row.vulnerability.scanned.message if row.vulnerability.scanned else None,
        "tags": lambda row, _: " ".join(sorted(row.vulnerability.tags)),
    }
)


def head() -> bytes:
    """Return the first line, the names of the columns."""
    return lines([tuple(_COLUMNS)])


def body(rows: Iterable[Reported], *, now: datetime) -> bytes:
    """Return a line for each vulnerability, as it stands now."""
    return lines(tuple(_cell(read(row, now)) for read in _COLUMNS.values()) for row in rows)


def lines(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Write rows of cells as UTF-8 with CRLF at the end of each."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that it would has an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def _cell(value: object) -> str:
    """Return a cell; nothing is an empty one."""
    return safe("" if value is None else str(value))


def _date(moment: datetime | None) -> str | None:
    return None if moment is None else to_api_date(moment)
