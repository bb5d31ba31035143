"""The fields of `ForcesExecution` and of its parts."""

from api.binding import TypeScope, object_type
from api.leaves import read_from
from api.resolvers.forces_execution import log, vulnerabilities
from api.resolvers.forces_execution.listed import listed
from forces.executions import exploitability_word

FORCES_EXECUTION = object_type(
    "ForcesExecution",
    {
        "executionId": read_from("id"),
        "gitBranch": read_from("repository.branch"),
        "gitCommit": read_from("repository.commit"),
        "gitOrigin": read_from("repository.origin"),
        "gitRepo": read_from("repository.repo"),
        "log": log.resolve,
        "severityThreshold": read_from("severity_threshold", float),
        "strictness": read_from("strictness", str.lower),
        "vulnerabilities": vulnerabilities.resolve,
    },
    scope=TypeScope.GROUP,
)
EXECUTION_VULNERABILITIES = object_type(
    "ExecutionVulnerabilities",
    {
        "accepted": listed("accepted"),
        "closed": listed("closed"),
        "numOfAcceptedVulnerabilities": read_from("numbers.accepted"),
        "numOfClosedVulnerabilities": read_from("numbers.closed"),
        "numOfOpenVulnerabilities": read_from("numbers.open"),
        "open": listed("open"),
    },
    scope=TypeScope.GROUP,
)
EXPLOIT_RESULT = object_type("ExploitResult", {"exploitability": read_from("exploitability", exploitability_word)}, scope=TypeScope.GROUP)
