"""What the gate says, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from cli.client import shown
from cli.gate_decision import Gate, GateQuestion, Row

_TITLE_LENGTH = 120
_REASONS = MappingProxyType(
    {
        "NO_SCAN": "no scan was applied yet: run `integrates import` first",
        "ROOT_INACTIVE": "it is not tested any more",
        "SCAN_FAILED": "its newest scan failed",
        "SCAN_NOT_ENDED": "the dry run has not ended",
        "SCAN_TOO_OLD": "its newest scan is older than --max-age",
    }
)
_STATES = MappingProxyType({"CREATED": "new", "REOPENED": "back again"})


def row_line(row: Row) -> str:
    """Return what breaks the build in one line: severity, place, title, and how it stands."""
    severity = "-" if row.severity is None else f"{row.severity:.1f}"
    title = shown(row.title)
    short = title if len(title) <= _TITLE_LENGTH else f"{title[:_TITLE_LENGTH]}…"
    details = (
        _STATES.get(row.state, row.state.lower().replace("_", " ")),
        f"reported {row.reported[:10]}" if row.reported else None,
        f"root {shown(row.root)}" if row.root else None,
    )
    return f"{severity:>4}  {shown(row.where)}:{shown(row.specific)}  {short}  ({', '.join(filter(None, details))})"


def verdict_line(question: GateQuestion, decision: Gate) -> str:
    """Return the verdict and what it rests on in one line."""
    counts = decision.counts
    place = shown(question.group) + (f"/{shown(question.root)}" if question.root else "")
    found = "new" if question.scan_id else "open"
    effect = "break the build" if question.is_strict else "would break a build that is --strict"
    terms = f"severity {decision.threshold:.1f} and more, grace period {decision.grace} days"
    return f"{decision.verdict} {place}: {counts['breaking']} of {counts['open']} {found} vulnerabilities {effect} ({terms})"


def reason_line(reason: Mapping[str, str | None], group: str) -> str:
    """Return why the gate cannot decide in one line."""
    place = f"root {shown(reason['rootNickname'])}" if reason["rootNickname"] else f"group {shown(group)}"
    scan = f" (scan {reason['scanId']})" if reason["scanId"] else ""
    return f"{place}: {_REASONS.get(reason['kind'] or '', reason['kind'])}{scan}"
