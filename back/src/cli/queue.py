"""`integrates queue`: what tells workers of jobs, on SQS."""

from collections.abc import Callable
from typing import Any

import click

from cli.region import region_options, run_there
from composition.amazon import Region, make_queues, open_messages, redrive

_MOST = 1_000


def _name_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--name", envvar="INTEGRATES_AWS__QUEUE", required=True, help="The queue (INTEGRATES_AWS__QUEUE).")(command)


@click.group()
def queue() -> None:
    """Look after the queue that tells workers of jobs."""


@queue.command()
@_name_option
@region_options("sqs")
def create(name: str, region: str, endpoint: str | None) -> None:
    """Make the queue and that of its dead messages, or bring them to what they have to be."""
    made = run_there(make_queues(name, Region(region, endpoint or None)))
    click.echo(f"{name} {'was made' if made else 'is there'}")


@queue.command()
@click.option("--send-again", is_flag=True, help="Send them once more, and remove them from the dead.")
@_name_option
@region_options("sqs")
def dead(name: str, region: str, endpoint: str | None, *, send_again: bool) -> None:
    """List the dead messages, one id of a job a line, the first 1,000."""
    where = Region(region, endpoint or None)
    if send_again:
        click.echo(f"{run_there(redrive(name, where))} messages were sent again")
        return
    for text in run_there(_dead(name, where)):
        click.echo(text)


async def _dead(name: str, region: Region) -> tuple[str, ...]:
    """Read the texts of the dead messages."""
    messages = await open_messages(name, region)
    try:
        return tuple(await messages.dead(first=_MOST))
    finally:
        await messages.close()
