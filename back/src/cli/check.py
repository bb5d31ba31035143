"""`integrates check`: whether what is stored agrees with itself, also while the service runs."""

import asyncio
from collections import Counter
from pathlib import Path

import click
import orjson

from cli.reading import data_option, read_local_settings
from composition.checking import find_problems
from integrity.problems import Problem
from settings import Settings
from store.errors import StoreError

_ELSEWHERE = "copy the store to a folder with integrates store copy, and check that"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each problem, a line each.")
@click.option("--blobs", "with_contents", is_flag=True, help="Also read every file, and compare its content with its name.")
@data_option
def check(as_json: bool, with_contents: bool, data: Path | None) -> None:
    """Compare items, histories, guards, index, counters and files with each other; exits with 1 if anything differs."""
    settings = read_local_settings(data=data, elsewhere=_ELSEWHERE)
    try:
        counts = asyncio.run(_check(settings, as_json=as_json, with_contents=with_contents))
    except (StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    if not as_json:
        told = ", ".join(f"{number} of {subject}" for subject, number in sorted(counts.items()))
        click.echo(f"{counts.total()} problems: {told}" if counts else "everything agrees")
    if counts:
        raise click.exceptions.Exit(1)


async def _check(settings: Settings, *, as_json: bool, with_contents: bool) -> Counter[str]:
    """Print each problem as it is found, and return how many there are of which subject."""
    counts = Counter[str]()
    async for problem in find_problems(settings, with_contents=with_contents):
        counts[problem.subject.value] += 1
        click.echo(_to_json(problem) if as_json else f"{problem.subject.value}: {problem.place}: {problem.text}")
    return counts


def _to_json(problem: Problem) -> str:
    return orjson.dumps({"subject": problem.subject.value, "place": problem.place, "text": problem.text}).decode()
