"""Printing what a scan changed, a line for each row."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import click

from cli.client import Client, ask, shown
from cli.scan_watch import Scan

_ROWS = """
query CommandScanRows($groupName: String!, $id: ID!, $outcome: ScanOutcome!, $after: String) {
  group(groupName: $groupName) {
    scan(id: $id) {
      rows(outcome: $outcome, first: 500, after: $after) {
        edges { node { where specific rule severity message reason run result } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""
_OUTCOMES = MappingProxyType({"CREATED": "created", "REOPENED": "reopened", "CLOSED": "closed", "REJECTED": "rejected"})
"""What is printed, in this order, and what counts it."""
_MESSAGE_LENGTH = 120


def print_rows(client: Client, group: str, scan: Scan) -> None:
    """Print each row that is new, gone or rejected, with its place. Raises `Failed`."""
    for outcome, count in _OUTCOMES.items():
        if scan.counts[count]:
            for row in read_rows(client, group, scan.id, outcome):
                click.echo(to_line(count, row))


def read_rows(client: Client, group: str, id_: str, outcome: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of an outcome, page by page. Raises `Failed`."""
    after = None
    has_more = True
    while has_more:
        data = ask(client, _ROWS, {"groupName": group, "id": id_, "outcome": outcome, "after": after})
        rows = data["group"]["scan"]["rows"]
        yield from (edge["node"] for edge in rows["edges"])
        has_more, after = rows["pageInfo"]["hasNextPage"], rows["pageInfo"]["endCursor"]


def to_line(outcome: str, row: dict[str, Any]) -> str:
    """Return a row in one line: outcome, place, rule, severity, and what the tool says of it or why it was rejected."""
    place = f"{row['where']}:{row['specific']}" if row["where"] else f"result {row['result']} of run {row['run']}"
    severity = "-" if row["severity"] is None else f"{row['severity']:.1f}"
    text = shown(row["reason"] or row["message"] or "")
    short = text if len(text) <= _MESSAGE_LENGTH else f"{text[:_MESSAGE_LENGTH]}…"
    return f"{outcome:<9} {shown(place)}  {shown(row['rule'] or '-')}  {severity}  {short}".rstrip()
