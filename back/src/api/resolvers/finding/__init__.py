"""The fields of `Finding` and of its parts."""

from api.binding import TypeScope, object_type
from api.leaves import read_from
from api.resolvers.finding import (
    cvss_version,
    drafts_connection,
    hacker,
    is_exploitable,
    severity,
    sorts,
    unfulfilled_requirements,
    vulnerabilities_connection,
    where,
    zero_risk_connection,
)
from api.resolvers.finding.ages import days_since
from api.resolvers.finding.counts import counted, legacy_status_of, status_of, treatments_of
from clock import to_api_date
from vulnerabilities.indicators import newest_report, oldest_open_report, oldest_report

FINDING = object_type(
    "Finding",
    {
        "age": days_since(oldest_report, of_none=0),
        "closedVulnerabilities": counted(lambda counts: counts.closed),
        "currentState": read_from("state.status"),
        "cvssVersion": cvss_version.resolve,
        "draftsConnection": drafts_connection.resolve,
        "hacker": hacker.resolve,
        "isExploitable": is_exploitable.resolve,
        "lastStateDate": read_from("state.modified_at", to_api_date),
        "lastVulnerability": days_since(newest_report, of_none=None),
        "openAge": days_since(oldest_open_report, of_none=0),
        "openVulnerabilities": counted(lambda counts: counts.open),
        "releaseDate": read_from("released_at", lambda moment: moment and to_api_date(moment)),
        "reportDate": read_from("created_at", to_api_date),
        "severity": severity.resolve,
        "severityScore": read_from("severity.score", float),
        "severityVector": read_from("severity.vector"),
        "sorts": sorts.resolve,
        "state": counted(legacy_status_of),
        "status": counted(status_of),
        "treatmentSummary": counted(treatments_of),
        "unfulfilledRequirements": unfulfilled_requirements.resolve,
        "vulnerabilitiesConnection": vulnerabilities_connection.resolve,
        "where": where.resolve,
        "zeroRiskConnection": zero_risk_connection.resolve,
    },
    scope=TypeScope.GROUP,
)
REQUIREMENT = object_type("Requirement", {}, scope=TypeScope.ANSWER)
SEVERITY = object_type("Severity", {}, scope=TypeScope.ANSWER)
TREATMENT_SUMMARY = object_type("TreatmentSummary", {}, scope=TypeScope.ANSWER)
