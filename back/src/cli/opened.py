"""What commands that work on the data folder begin with: keys, an open store; and how they refuse."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeVar

import click

from authz.viewer import system
from clock import system_clock
from composition.not_supported import StoreNotSupported
from composition.stores import open_keys, open_store
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
