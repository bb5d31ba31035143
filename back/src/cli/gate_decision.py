"""Asking a server's gate, and all that breaks the build, page by page."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cli.client import Client, Failed, ask

_GATE = """
query CommandGate(
  $groupName: String!, $rootNickname: String, $kind: GateKind, $severityThreshold: Float, $gracePeriod: Int,
  $strictness: GateStrictness, $maxAge: Int, $scanId: ID, $isDryRun: Boolean!, $after: String
) {
  group(groupName: $groupName) {
    gate(
      rootNickname: $rootNickname, kind: $kind, severityThreshold: $severityThreshold, gracePeriod: $gracePeriod,
      strictness: $strictness, maxAge: $maxAge, scanId: $scanId
    ) {
      verdict exitCode severityThreshold gracePeriod
      reasons { kind rootNickname scanId }
      counts { open closed accepted compliant breaking }
      breaking(first: 500, after: $after) @skip(if: $isDryRun) {
        edges { node { id where specific severity vulnerabilityType treatmentStatus reportDate rootNickname finding { id title } } }
        pageInfo { hasNextPage endCursor }
      }
      breakingRows(first: 500, after: $after) @include(if: $isDryRun) {
        edges { node { outcome where specific severity rule message } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""


class GateQuestion(NamedTuple):
    """What is asked."""

    group: str
    root: str | None
    is_strict: bool
    kind: str
    threshold: float | None = None
    grace: int | None = None
    max_age: int | None = None
    scan_id: str | None = None

    @property
    def strictness(self) -> str:
        """Return the word of the API."""
        return "STRICT" if self.is_strict else "LAX"


class Row(NamedTuple):
    """Something that breaks the build: a vulnerability or, without an id, what a file would add."""

    id: str | None
    severity: float | None
    where: str
    specific: str
    title: str
    type: str
    state: str
    """The treatment, or what the dry run says."""
    reported: str | None = None
    root: str | None = None
    finding: str | None = None
    """The id of its finding."""


class Gate(NamedTuple):
    """What the server decided."""

    verdict: str
    exit_code: int
    threshold: float
    grace: int
    counts: Mapping[str, int]
    reasons: tuple[Mapping[str, str | None], ...]
    rows: tuple[Row, ...]


def decide(client: Client, question: GateQuestion) -> Gate:
    """Ask for the decision and for all that breaks the build. Raises `Failed`."""
    try:
        first, *others = _pages(client, question)
        return Gate(
            verdict=first["verdict"],
            exit_code=int(first["exitCode"]),
            threshold=float(first["severityThreshold"]),
            grace=int(first["gracePeriod"]),
            counts=first["counts"],
            reasons=tuple(first["reasons"]),
            rows=tuple(row for page in (first, *others) for row in _rows(page)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Failed(f"{client.url} does not answer as Integrates does: {type(error).__name__}") from None


def _pages(client: Client, question: GateQuestion) -> Iterator[Any]:
    """Yield the decision once for each page of what breaks the build."""
    variables = {
        "groupName": question.group,
        "rootNickname": question.root,
        "kind": question.kind,
        "severityThreshold": question.threshold,
        "gracePeriod": question.grace,
        "strictness": question.strictness,
        "maxAge": question.max_age,
        "scanId": question.scan_id,
        "isDryRun": question.scan_id is not None,
    }
    after, has_more = None, True
    while has_more:
        decision = ask(client, _GATE, {**variables, "after": after})["group"]["gate"]
        yield decision
        page = _listed(decision)["pageInfo"]
        has_more, after = page["hasNextPage"], page["endCursor"]


def _listed(decision: Any) -> Any:
    return decision["breaking"] if "breaking" in decision else decision["breakingRows"]


def _rows(decision: Any) -> Iterator[Row]:
    nodes = (edge["node"] for edge in _listed(decision)["edges"])
    return map(_of_vulnerability if "breaking" in decision else _of_dry_run, nodes)


def _of_vulnerability(node: Any) -> Row:
    return Row(
        id=node["id"],
        severity=float(node["severity"]),
        where=node["where"],
        specific=node["specific"],
        title=node["finding"]["title"],
        type=node["vulnerabilityType"],
        state=node["treatmentStatus"],
        reported=node["reportDate"],
        root=node["rootNickname"],
        finding=node["finding"]["id"],
    )


def _of_dry_run(node: Any) -> Row:
    return Row(
        id=None,
        severity=node["severity"],
        where=node["where"] or "",
        specific=node["specific"] or "",
        title=node["message"] or node["rule"] or "",
        type="lines",
        state=node["outcome"],
    )
