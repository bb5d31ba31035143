"""The one line that is logged of each GraphQL request: never its text, variables or secrets."""

import re

import structlog

from api.executor.reply import Reply
from app.measures import Measures
from authz.viewer import Viewer

_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,63}")
_log = structlog.get_logger("app.operations")


def note_operation(reply: Reply, *, viewer: Viewer, seconds: float, store_calls: int, measures: Measures) -> None:
    """Log and count a GraphQL request that was answered."""
    kind = reply.operation.kind or "none"
    name = reply.operation.name
    _log.info(
        "operation",
        operation=name if name and _NAME.fullmatch(name) else None,
        document=reply.operation.digest[:16],
        kind=kind,
        duration_ms=round(seconds * 1_000, 3),
        cost=reply.cost,
        store_calls=store_calls,
        status=reply.status,
        outcome=outcome_of(reply),
        error_codes=sorted(set(reply.error_codes)),
        viewer=viewer.email,
    )
    measures.operations.labels(kind=kind, outcome=outcome_of(reply)).inc()
    measures.operation_seconds.labels(kind=kind).observe(seconds)
    measures.store_calls.labels(kind=kind).observe(store_calls)


def outcome_of(reply: Reply) -> str:
    """Tell in one word what became of a request."""
    if reply.status >= 500 or "INTERNAL_ERROR" in reply.error_codes:
        return "failed"
    if reply.status != 200:
        return "refused"
    return "partial" if reply.error_codes else "done"
