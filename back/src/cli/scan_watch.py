"""Waiting for a scan on a server, and showing how far it is."""

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import click

from cli.client import Client, Failed, ask, shown

_SCAN = """
query CommandScan($groupName: String!, $id: ID!) {
  group(groupName: $groupName) {
    scan(id: $id) {
      id status isDryRun results processed error warnings
      counts { created unchanged reopened suppressed dismissed rejected closed }
    }
  }
}
"""
_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.1, 3.0, 1.5
_ENDED = frozenset({"DONE", "FAILED"})


class Scan(NamedTuple):
    """A scan, as a server tells of it."""

    id: str
    status: str
    is_dry_run: bool
    results: int | None
    processed: int
    counts: Mapping[str, int]
    warnings: tuple[str, ...]
    error: str | None

    @property
    def has_ended(self) -> bool:
        """Tell whether nothing more happens to it."""
        return self.status in _ENDED


def watch(client: Client, group: str, id_: str) -> Scan:
    """Wait for the end of a scan, asking less and less often, and warn of what the server warns of. Raises `Failed`."""
    pause, line = _FIRST_PAUSE, ""
    try:
        while not (scan := get_scan(client, group, id_)).has_ended:
            line = _show(scan, line)
            client.pause(pause)
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)
    except KeyboardInterrupt:
        raise Failed(f"interrupted; scan {id_} goes on at the server") from None
    _show(scan, line)
    for warning in scan.warnings:
        click.echo(f"Warning: {shown(warning)}", err=True)
    return scan


def get_scan(client: Client, group: str, id_: str) -> Scan:
    """Ask for a scan. Raises `Failed`, also when there is none."""
    found: Any = (ask(client, _SCAN, {"groupName": group, "id": id_})["group"] or {}).get("scan")
    if found is None:
        raise Failed(f"{client.url} has no scan {id_} in group {group}")
    return Scan(
        id=found["id"],
        status=found["status"],
        is_dry_run=found["isDryRun"],
        results=found["results"],
        processed=found["processed"],
        counts=found["counts"],
        warnings=tuple(found["warnings"]),
        error=found["error"] and shown(found["error"]),
    )


def _show(scan: Scan, before: str) -> str:
    """Show how far a scan is, over and over in one line for a person, and once for each status elsewhere; return what stands there."""
    share = f" {scan.processed} of {scan.results} results" if scan.results else ""
    if not sys.stderr.isatty():
        line = f"scan {scan.id}: {scan.status.lower()}"
        if line != before:
            click.echo(line, err=True)
        return line
    line = f"scan {scan.id}: {scan.status.lower()}{share}"
    click.echo(f"\r{line.ljust(len(before))}", err=True, nl=scan.has_ended)
    return line
