"""What the commands share that make things at Amazon's, or at what speaks like it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import click

from settings import check_address
from store.errors import StoreError

T = TypeVar("T")


def region_options(service: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a command take where a service is, as flags or from the environment."""
    own = f"INTEGRATES_AWS__{service.upper()}"
    region = click.option("--region", envvar="INTEGRATES_AWS__REGION", required=True, help="The region (INTEGRATES_AWS__REGION).")
    endpoint = click.option(
        "--endpoint",
        envvar=[own, "INTEGRATES_AWS__ENDPOINT"],
        callback=_to_address,
        help=f"The address, if it is not Amazon's ({own}, INTEGRATES_AWS__ENDPOINT).",
    )
    return lambda command: region(endpoint(command))


def _to_address(_context: click.Context, parameter: click.Parameter, url: str | None) -> str | None:
    try:
        return check_address(url or "") or None
    except ValueError as error:
        raise click.BadParameter(str(error), param=parameter) from error


def run_there(work: Coroutine[Any, Any, T]) -> T:
    """Do what a command does; what is refused ends it with one line and exit code 1."""
    try:
        return asyncio.run(work)
    except (StoreError, ValueError) as error:
        raise click.ClickException(str(error)) from error
