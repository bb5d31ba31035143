"""`integrates index`: looking after the index past one machine, while the service runs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

from cli.reading import read_settings
from clock import system_clock
from composition.indexes import open_indexes
from composition.not_supported import StoreNotSupported
from store.errors import StoreError

if TYPE_CHECKING:
    from composition.indexes import Built, Step, Upkeep

T = TypeVar("T")


@click.group()
def index() -> None:
    """Look after the index past one machine: what lists and searches are answered from."""


@index.command()
def check() -> None:
    """Say whether every collection has its index, made as this release makes it; the exit code is 1 if not."""
    _run(lambda upkeep: upkeep.check())
    click.echo("every index is there and as it must be")


@index.command()
def create() -> None:
    """Make the indexes that are missing, and fill them from the table."""
    _run(lambda upkeep: _make(upkeep.create))


@index.command()
def rebuild() -> None:
    """Make all indexes anew from the table, and let them take the places of the old ones when they are whole."""
    _run(lambda upkeep: _make(upkeep.rebuild))


@index.command()
def tidy() -> None:
    """Remove the indexes that other releases read from, and forget what was removed a week ago.

    Do it when no process of another release runs any more.
    """
    tidied = _run(lambda upkeep: upkeep.tidy(system_clock().now()))
    for name in tidied.indexes:
        click.echo(f"{name} was removed")
    click.echo(f"{tidied.documents} removed documents were forgotten")


async def _make(act: "Callable[[Callable[[Step], None]], Awaitable[Built]]") -> None:
    """Make indexes and tell how far it is; ends the command when items could not be indexed, which changes nothing for others."""
    built = await act(lambda step: click.echo(f"{step.items} items read, {step.documents} documents written", err=True))
    for name in built.indexes:
        click.echo(f"{name} was made")
    if not built.indexes:
        click.echo("no index is missing")
    if built.refused:
        keys = "\n".join(f"  {key.partition} {key.sort}" for key in built.refused)
        raise click.ClickException(f"{len(built.refused)} items cannot be indexed and are missing from lists:\n{keys}")


def _run(work: "Callable[[Upkeep], Awaitable[T]]") -> T:
    """Do the work of a command; what is refused ends it with one line and exit code 1."""

    async def main() -> T:
        async with open_indexes(read_settings()) as upkeep:
            return await work(upkeep)

    try:
        return asyncio.run(main())
    except (StoreError, StoreNotSupported) as error:
        raise click.ClickException(str(error)) from error
