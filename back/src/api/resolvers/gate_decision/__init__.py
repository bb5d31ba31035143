"""The fields of `GateDecision` and of its parts."""

from api.binding import TypeScope, object_type
from api.leaves import read_from
from api.resolvers.gate_decision import breaking, breaking_rows

GATE_DECISION = object_type(
    "GateDecision",
    {
        "breaking": breaking.resolve,
        "breakingRows": breaking_rows.resolve,
        "gracePeriod": read_from("terms.grace_period"),
        "scanId": read_from("scan", lambda scan: scan and scan.id),
        "severityThreshold": read_from("terms.severity_threshold", float),
        "strictness": read_from("terms.strictness"),
    },
    scope=TypeScope.GROUP,
)
GATE_PARTS = (object_type("GateCounts", {}, scope=TypeScope.ANSWER), object_type("GateReason", {}, scope=TypeScope.ANSWER))
