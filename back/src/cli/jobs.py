"""`integrates jobs`: the jobs that were given up, and trying one of them anew, straight on the data folder."""

from datetime import datetime
from pathlib import Path

import click
import orjson

from cli.opened import Opened, run
from cli.reading import data_option, read_settings
from clock import is_uuid, to_api_date
from db_model.jobs import reads as jobs_model
from db_model.jobs.types import Job
from jobs import domain as jobs_domain

_MOST = 1_000


@click.command()
@click.option("--dead", is_flag=True, help="List the jobs that were given up.")
@click.option("--retry", metavar="ID", help="Let a job that was given up be tried anew, from where it was.")
@click.option("--json", "as_json", is_flag=True, help="With --dead: one JSON array, of an object for each job.")
@data_option
def jobs(*, dead: bool, retry: str | None, as_json: bool, data: Path | None) -> None:
    """Show the jobs that were given up after too many attempts, or let one be tried anew."""
    if dead == (retry is not None):
        raise click.UsageError("give one of --dead and --retry")
    if as_json and not dead:
        raise click.UsageError("--json goes with --dead")
    settings = read_settings(data=data)
    if retry is None:
        found = run(settings, "an operator looks at dead jobs", _dead)
        click.echo(orjson.dumps([_to_json(job) for job in found]).decode() if as_json else _table(found), nl=bool(found) or as_json)
        return
    revived = run(settings, "an operator retries a job", lambda folder: _retry(folder, retry))
    click.echo(f"{revived.id} ({revived.kind}) is due again")


async def _dead(folder: Opened) -> tuple[Job, ...]:
    """Read the jobs that were given up, the first 1,000."""
    loaders = folder.loaders
    return await jobs_model.dead(loaders.store.table, now=loaders.clock.now(), first=_MOST)


async def _retry(folder: Opened, identifier: str) -> Job:
    """Let a job be tried anew; ends the command when it was not given up."""
    loaders, normal = folder.loaders, identifier.strip().lower()
    nothing = click.ClickException(f"no job that was given up has the id {identifier}")
    if not is_uuid(normal):
        raise nothing
    try:
        return await jobs_domain.revive(loaders.store, loaders.clock, normal)
    except jobs_domain.JobNotFound as error:
        raise nothing from error


def _table(found: tuple[Job, ...]) -> str:
    """Write a line for each job."""
    return "\n".join(f"{job.id}  {job.kind}  {_subject(job)}  {job.error or '-'}  given up {_date(job.ended_at)} UTC" for job in found)


def _subject(job: Job) -> str:
    """Write what a job is about."""
    return " ".join(f"{name}={value}" for name, value in sorted(job.subject.items())) or "-"


def _date(moment: datetime | None) -> str | None:
    return None if moment is None else to_api_date(moment)


def _to_json(job: Job) -> dict[str, object]:
    """Return what is shown of a job."""
    return {
        "id": job.id,
        "kind": job.kind,
        "subject": dict(job.subject),
        "error": job.error,
        "attempts": job.attempts,
        "counts": dict(job.counts),
        "createdBy": job.created_by,
        "createdAt": to_api_date(job.created_at),
        "endedAt": _date(job.ended_at),
    }
