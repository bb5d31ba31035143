"""The fields of `Scan` and of its parts."""

from api.binding import TypeScope, object_type
from api.leaves import read_from
from api.resolvers.scan import rows
from clock import to_api_date

SCAN = object_type(
    "Scan",
    {
        "branch": read_from("request.branch"),
        "commit": read_from("request.commit"),
        "createdAt": read_from("created_at", to_api_date),
        "endedAt": read_from("ended_at", lambda moment: moment and to_api_date(moment)),
        "format": read_from("request.format"),
        "isDryRun": read_from("request.is_dry_run"),
        "rootNickname": read_from("request.root_nickname"),
        "rows": rows.resolve,
        "size": read_from("request.size"),
        "startedAt": read_from("started_at", lambda moment: moment and to_api_date(moment)),
    },
    scope=TypeScope.GROUP,
)
SCAN_COUNTS = object_type("ScanCounts", {}, scope=TypeScope.ANSWER)
SCAN_ROW = object_type("ScanRow", {}, scope=TypeScope.ANSWER)
SCAN_TOOL = object_type("ScanTool", {"version": read_from("release")}, scope=TypeScope.ANSWER)
