"""Recording a run of the gate at the server."""

import secrets
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson

from cli.client import Client, Failed, upload
from cli.gate_decision import Gate, GateQuestion, Row
from cli.local_git import read_local_git

_RECORD = """
mutation CommandGateRecord(
  $groupName: String!, $executionId: String!, $date: DateTime!, $exitCode: String!, $gitBranch: String, $gitCommit: String,
  $gitOrigin: String, $gitRepo: String, $gracePeriod: Int, $kind: String, $file: Upload, $severityThreshold: Float,
  $strictness: String!, $vulnerabilities: ExecutionVulnerabilitiesInput!
) {
  addForcesExecution(
    groupName: $groupName, executionId: $executionId, date: $date, exitCode: $exitCode, gitBranch: $gitBranch, gitCommit: $gitCommit,
    gitOrigin: $gitOrigin, gitRepo: $gitRepo, gracePeriod: $gracePeriod, kind: $kind, log: $file,
    severityThreshold: $severityThreshold, strictness: $strictness, vulnerabilities: $vulnerabilities
  ) { success }
}
"""
_MOST_LISTED = 1_000
_LISTED_BYTES = 128 * 1024
"""What the variables of one request leave room for."""
_LOG_BYTES = 1024 * 1024
_IS_RECORDED = "This execution has already exists"


def record(client: Client, question: GateQuestion, decision: Gate, log: str) -> None:
    """Record a run with what was printed. Raises `Failed`."""
    local = read_local_git((Path.cwd(),))
    variables = {
        "groupName": question.group,
        "executionId": secrets.token_hex(16),
        "date": datetime.now(UTC).isoformat(),
        "exitCode": str(decision.exit_code),
        "gitBranch": local.branch,
        "gitCommit": local.commit,
        "gitOrigin": local.url,
        "gitRepo": question.root or _name_of(local.url),
        "gracePeriod": decision.grace,
        "kind": question.kind.lower(),
        "severityThreshold": decision.threshold,
        "strictness": question.strictness.lower(),
        "vulnerabilities": {
            "open": list(_listed(decision.rows)),
            "numOfOpenVulnerabilities": decision.counts["open"],
            "numOfClosedVulnerabilities": decision.counts["closed"],
            "numOfAcceptedVulnerabilities": decision.counts["accepted"],
        },
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "gate.log"
        file.write_bytes(log.encode()[:_LOG_BYTES])
        try:
            upload(client, _RECORD, variables, file)
        except Failed as failure:
            # An answer that was lost made the command send it again.
            if _IS_RECORDED not in failure.message:
                raise


def _listed(rows: Iterable[Row]) -> Iterator[dict[str, object]]:
    """Yield as many rows as one request takes."""
    left = _LISTED_BYTES
    for row in list(rows)[:_MOST_LISTED]:
        kind = "SAST" if row.type == "lines" else "DAST"
        listed: dict[str, object] = {"kind": kind, "who": row.specific[:500], "where": row.where[:1_000], "state": "OPEN"}
        left -= len(orjson.dumps(listed))
        if left < 0:
            return
        yield listed


def _name_of(url: str | None) -> str | None:
    """Return the name of a repository, the last part of its URL."""
    name = (url or "").rstrip("/").removesuffix(".git").replace(":", "/").rpartition("/")[2]
    return name or None
