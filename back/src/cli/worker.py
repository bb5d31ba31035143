"""`integrates worker`: the process that does jobs."""

import asyncio
import signal
import sys
from pathlib import Path

import click
import structlog

from app.logs import configure_logs
from cli.only_worker import only_worker
from cli.opened import data_option, read_settings
from clock import system_clock
from composition.stores import StoreNotSupported, open_keys, open_store
from jobs.domain import release
from schedules.table import SCHEDULES
from settings import Settings
from settings.keys import KeyMissing
from store.errors import StoreError
from worker.handlers import BURIALS, HANDLERS
from worker.loop import Kinds, work

_log = structlog.get_logger("cli.worker")
WITH_PARENT = "--with-parent"


@click.command()
@click.option(WITH_PARENT, "with_parent", is_flag=True, help="Stop at the end of the standard input.")
@data_option
def worker(with_parent: bool, data: Path | None) -> None:
    """Do what commands asked for, until told to stop."""
    settings = read_settings(data=data)
    configure_logs(settings.log_level)
    try:
        asyncio.run(_work(settings, with_parent=with_parent))
    except (KeyMissing, StoreError, StoreNotSupported, OSError) as error:
        raise click.ClickException(str(error)) from error


async def _work(settings: Settings, *, with_parent: bool) -> None:
    """Open the store, work on it until a signal or the end of the parent, and close it."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if with_parent:
        # Nobody writes to it: it can be read once it has ended.
        loop.add_reader(sys.stdin.fileno(), stop.set)
    store = await open_store(settings, open_keys(settings))
    try:
        with only_worker(settings.data) as is_alone:
            # What a worker had that was killed need not wait for the end of its lease.
            released = await release(store, system_clock()) if is_alone else 0
            _log.info("worker", alone=is_alone, released=released)
            await work(store, system_clock(), Kinds(HANDLERS, BURIALS), stop, schedules=SCHEDULES)
    finally:
        if with_parent:
            loop.remove_reader(sys.stdin.fileno())
        await store.blobs.close()
        await store.index.close()
        await store.table.close()
