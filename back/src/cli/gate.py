"""`integrates gate`: whether a build may pass, as an exit code."""

import sys
from pathlib import Path
from typing import Any

import click
import orjson

from cli.client import Client, Failed, connected, server_options
from cli.gate_decision import Gate, GateQuestion, decide
from cli.gate_record import record
from cli.gate_text import reason_line, row_line, verdict_line
from cli.import_scan import Order, import_file

_KINDS = ("all", "static", "dynamic")


@click.command()
@click.option("--group", required=True, help="The group whose vulnerabilities are judged.")
@click.option("--root", help="The nickname of the one root that is judged; else the whole group is.")
@click.option("--strict", is_flag=True, help="Exit with 1 when something breaks the build.")
@click.option(
    "--with", "file", type=click.Path(path_type=Path), help="Judge only what this SARIF file would add to --root; nothing is kept."
)
@click.option("--kind", type=click.Choice(_KINDS, case_sensitive=False), default="all", show_default=True, help="Which places are judged.")
@click.option("--threshold", type=click.FloatRange(0, 10), help="The lowest severity that breaks; the lower of it and the policy counts.")
@click.option(
    "--grace", type=click.IntRange(min=0), help="Days in which what is new breaks nothing; the lower of it and the policy counts."
)
@click.option("--max-age", type=click.IntRange(min=0), help="Days since the newest scan of a root, at most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")
@server_options
def gate(*, group: str, root: str | None, file: Path | None, as_json: bool, server: str, token: str, **given: Any) -> None:
    """Decide whether a build may pass, and name what breaks it.

    Exits with 0 when it passes, with 1 when something breaks it and --strict is given, and with 2 when that cannot be decided.
    """
    if file is not None and root is None:
        raise click.UsageError("--with needs --root, to compare the file with")
    question = GateQuestion(
        group=group,
        root=root,
        is_strict=given["strict"],
        kind=given["kind"].upper(),
        threshold=given["threshold"],
        grace=given["grace"],
        max_age=given["max_age"],
    )
    try:
        with connected(server, token) as client:
            code = _run(client, question, file, as_json=as_json)
    except KeyboardInterrupt:
        # Exit code 1 would say that the build is broken.
        raise Failed("interrupted") from None
    raise click.exceptions.Exit(code)


def _run(client: Client, question: GateQuestion, file: Path | None, *, as_json: bool) -> int:
    """Ask, tell, and record what was told unless it is about a file that is not kept; return the exit code. Raises `Failed`."""
    asked = question if file is None else question._replace(scan_id=_dry_run(client, question, file))
    decision = decide(client, asked)
    lines = [row_line(row) for row in decision.rows]
    last = verdict_line(asked, decision)
    if as_json:
        sys.stdout.write(orjson.dumps(_to_json(asked, decision)).decode() + "\n")
    else:
        for line in (*lines, last):
            click.echo(line)
    for reason in decision.reasons:
        click.echo(f"Error: {reason_line(reason, question.group)}", err=True)
    if file is None:
        try:
            record(client, asked, decision, "\n".join((*lines, last)))
        except Failed as failure:
            click.echo(f"Warning: the run is not recorded: {failure.message}", err=True)
    return decision.exit_code


def _dry_run(client: Client, question: GateQuestion, file: Path) -> str:
    """Let the server tell what a file would add, and return the id of that dry run. Raises `Failed`."""
    scan = import_file(client, Order(file=file, group=question.group, root=question.root or "", dry_run=True))
    if scan.status == "FAILED":
        raise Failed(f"{file} cannot be judged: {scan.error or 'the server does not say why'}")
    return scan.id


def _to_json(question: GateQuestion, decision: Gate) -> dict[str, object]:
    """Return what `--json` prints."""
    return {
        "group": question.group,
        "root": question.root,
        "scanId": question.scan_id,
        "verdict": decision.verdict,
        "exitCode": decision.exit_code,
        "strictness": question.strictness,
        "severityThreshold": decision.threshold,
        "gracePeriod": decision.grace,
        "counts": decision.counts,
        "reasons": decision.reasons,
        "breaking": [row._asdict() for row in decision.rows],
    }
