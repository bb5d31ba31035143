"""The fields of `Finding` and of its parts."""

from api.binding import TypeScope, object_type
from api.leaves import read_from
from api.resolvers.finding import cvss_version, hacker, is_exploitable, severity, sorts, unfulfilled_requirements
from clock import to_api_date

FINDING = object_type(
    "Finding",
    {
        "currentState": read_from("state.status"),
        "cvssVersion": cvss_version.resolve,
        "hacker": hacker.resolve,
        "isExploitable": is_exploitable.resolve,
        "lastStateDate": read_from("state.modified_at", to_api_date),
        "releaseDate": read_from("released_at", lambda moment: moment and to_api_date(moment)),
        "severity": severity.resolve,
        "severityScore": read_from("severity.score", float),
        "severityVector": read_from("severity.vector"),
        "sorts": sorts.resolve,
        "unfulfilledRequirements": unfulfilled_requirements.resolve,
    },
    scope=TypeScope.GROUP,
)
REQUIREMENT = object_type("Requirement", {}, scope=TypeScope.ANSWER)
SEVERITY = object_type("Severity", {}, scope=TypeScope.ANSWER)
