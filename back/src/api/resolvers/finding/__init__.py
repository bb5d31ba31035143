"""The fields of `Finding` and of its parts."""

from api.binding import TypeScope, object_type
from api.leaves import read_from
from api.resolvers.finding import (
    cvss_version,
    hacker,
    is_exploitable,
    severity,
    sorts,
    unfulfilled_requirements,
    vulnerabilities_connection,
)
from api.resolvers.finding.counts import counted, status_of, treatments_of
from clock import to_api_date

FINDING = object_type(
    "Finding",
    {
        "closedVulnerabilities": counted(lambda counts: counts.closed),
        "currentState": read_from("state.status"),
        "cvssVersion": cvss_version.resolve,
        "hacker": hacker.resolve,
        "isExploitable": is_exploitable.resolve,
        "lastStateDate": read_from("state.modified_at", to_api_date),
        "openVulnerabilities": counted(lambda counts: counts.open),
        "releaseDate": read_from("released_at", lambda moment: moment and to_api_date(moment)),
        "severity": severity.resolve,
        "severityScore": read_from("severity.score", float),
        "severityVector": read_from("severity.vector"),
        "sorts": sorts.resolve,
        "status": counted(status_of),
        "treatmentSummary": counted(treatments_of),
        "unfulfilledRequirements": unfulfilled_requirements.resolve,
        "vulnerabilitiesConnection": vulnerabilities_connection.resolve,
    },
    scope=TypeScope.GROUP,
)
REQUIREMENT = object_type("Requirement", {}, scope=TypeScope.ANSWER)
SEVERITY = object_type("Severity", {}, scope=TypeScope.ANSWER)
TREATMENT_SUMMARY = object_type("TreatmentSummary", {}, scope=TypeScope.ANSWER)
