"""What commands that work on the data folder begin with: settings, keys, an open store; and how they refuse."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from pydantic import ValidationError

from authz.viewer import system
from clock import system_clock
from composition.stores import StoreNotSupported, open_keys, open_store
from errors import DomainError
from loaders.bundle import Loaders
from settings import Settings
from settings.keys import KeyMissing, Keys
from store.errors import StoreError

T = TypeVar("T")


class Opened(NamedTuple):
    """A data folder that a command works on, as the service itself."""

    settings: Settings
    keys: Keys
    loaders: Loaders


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take the data folder as a flag."""
    return click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder (INTEGRATES_DATA).")(command)


def read_settings(**given: Any) -> Settings:
    """Read the settings, flags before the environment; ends the command with one line for each that cannot be used."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        lines = (f"{'.'.join(map(str, each['loc'])) or 'settings'}: {each['msg']}" for each in error.errors(include_input=False))
        raise click.ClickException("; ".join(lines)) from None


@asynccontextmanager
async def opened(settings: Settings, *, reason: str) -> AsyncIterator[Opened]:
    """Open the data folder for a command and close it after; the reason says why the service itself acts."""
    keys = open_keys(settings)
    store = await open_store(settings, keys)
    try:
        yield Opened(settings, keys, Loaders(system(reason), store, system_clock()))
    finally:
        await store.blobs.close()
        await store.index.close()
        await store.table.close()


def run(settings: Settings, reason: str, work: Callable[[Opened], Awaitable[T]]) -> T:
    """Do the work of a command on the data folder; what is refused ends it with one line and exit code 1."""

    async def main() -> T:
        async with opened(settings, reason=reason) as folder:
            return await work(folder)

    try:
        return asyncio.run(main())
    except (DomainError, KeyMissing, StoreError, StoreNotSupported, OSError) as error:
        raise click.ClickException(str(error)) from error
