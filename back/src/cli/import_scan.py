"""`integrates import`: a scan file to a server, and what becomes of it."""

import secrets
from pathlib import Path
from typing import Any, NamedTuple

import click
import orjson

from cli.client import Client, Failed, connected, server_options, upload
from cli.local_git import read_local_git
from cli.scan_rows import print_rows
from cli.scan_watch import Scan, watch

_IMPORT = """
mutation CommandImport(
  $groupName: String!, $rootNickname: String!, $file: Upload!, $commit: String, $branch: String, $createRoot: Boolean,
  $repositoryUrl: String, $closeMissing: Boolean, $allowOlder: Boolean, $dryRun: Boolean, $idempotencyKey: String
) {
  importScan(
    groupName: $groupName, rootNickname: $rootNickname, file: $file, format: SARIF, commit: $commit, branch: $branch,
    createRoot: $createRoot, repositoryUrl: $repositoryUrl, closeMissing: $closeMissing, allowOlder: $allowOlder, dryRun: $dryRun,
    idempotencyKey: $idempotencyKey
  ) { scan { id } }
}
"""
_COUNTS = ("created", "unchanged", "reopened", "suppressed", "dismissed", "rejected", "closed")


class Order(NamedTuple):
    """What to import, and how."""

    file: Path
    group: str
    root: str
    commit: str | None = None
    branch: str | None = None
    create_root: bool = True
    close_missing: bool | None = None
    allow_older: bool = False
    dry_run: bool = False
    idempotency_key: str | None = None


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--group", required=True, help="The group that the results belong to.")
@click.option("--root", required=True, help="The nickname of the root that was scanned.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with the counts, on standard output.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a result was rejected.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and change nothing.")
@click.option("--close-missing/--no-close-missing", default=None, help="Close what the file lacks: always, or never; else within a brake.")
@click.option("--allow-older", is_flag=True, help="Apply the file in full even if a newer one was applied.")
@click.option("--no-create-root", "create_root", is_flag=True, flag_value=False, default=True, help="Do not add a root that is missing.")
@click.option("--commit", help="The commit that was scanned; that of the local repository when absent.")
@click.option("--branch", help="The branch that was scanned; that of the local repository when absent.")
@click.option("--idempotency-key", help="Imports of the same key within a day are one; a new one when absent.")
@server_options
def import_scan(*, as_json: bool, strict: bool, server: str, token: str, **given: Any) -> None:
    """Import a SARIF file, plain or compressed by gzip, and tell what is new and what is gone.

    Exits with 0, with 1 when results were rejected and --strict is given, and with 2 when it failed.
    """
    order = Order(**given)
    with connected(server, token) as client:
        scan = import_file(client, order)
        if as_json:
            click.echo(orjson.dumps(to_json(scan)))
        else:
            print_rows(client, order.group, scan)
            click.echo(to_line(scan))
    if scan.status == "FAILED":
        raise Failed(f"scan {scan.id} failed: {scan.error or 'the server does not say why'}")
    if strict and scan.counts["rejected"]:
        click.echo(f"Error: {scan.counts['rejected']} results were rejected", err=True)
        raise click.exceptions.Exit(1)


def import_file(client: Client, order: Order) -> Scan:
    """Send a file and wait until it is applied, showing how far it is. Raises `Failed`."""
    return watch(client, order.group, send(client, order))


def send(client: Client, order: Order) -> str:
    """Send a file, and return the id of its scan; a connection that is lost does not make it two. Raises `Failed`."""
    local = read_local_git((order.file.absolute().parent, Path.cwd()))
    variables = {
        "groupName": order.group,
        "rootNickname": order.root,
        "commit": order.commit or local.commit,
        "branch": order.branch or local.branch,
        "createRoot": order.create_root,
        "repositoryUrl": local.url,
        "closeMissing": order.close_missing,
        "allowOlder": order.allow_older,
        "dryRun": order.dry_run,
        "idempotencyKey": order.idempotency_key or secrets.token_hex(16),
    }
    return str(upload(client, _IMPORT, variables, order.file)["importScan"]["scan"]["id"])


def to_json(scan: Scan) -> dict[str, object]:
    """Return what `--json` prints."""
    counts = {name: scan.counts[name] for name in _COUNTS}
    return {"id": scan.id, "status": scan.status, **counts, "results": scan.results, "warnings": scan.warnings}


def to_line(scan: Scan) -> str:
    """Tell the counts in one line."""
    *shares, closed = (f"{scan.counts[name]} {name}" for name in _COUNTS)
    results = "an unknown number of" if scan.results is None else scan.results
    return f"{'dry run of ' if scan.is_dry_run else ''}{results} results: {', '.join(shares)}; {closed}"
