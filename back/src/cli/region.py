"""What the commands share that make things at Amazon's, or at what speaks like it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import click

from store.errors import StoreError

T = TypeVar("T")


def region_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take where the services are, as flags or from the environment."""
    region = click.option("--region", envvar="INTEGRATES_AWS__REGION", required=True, help="The region (INTEGRATES_AWS__REGION).")
    endpoint = click.option(
        "--endpoint", envvar="INTEGRATES_AWS__ENDPOINT", help="The address, if it is not Amazon's (INTEGRATES_AWS__ENDPOINT)."
    )
    return region(endpoint(command))


def run_there(work: Coroutine[Any, Any, T]) -> T:
    """Do what a command does; what is refused ends it with one line and exit code 1."""
    try:
        return asyncio.run(work)
    except (StoreError, ValueError) as error:
        raise click.ClickException(str(error)) from error
