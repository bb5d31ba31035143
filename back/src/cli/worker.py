"""`integrates worker`: the process that does jobs."""

import asyncio
import signal
from contextlib import nullcontext
from pathlib import Path

import click
import structlog

from app.logs import configure_logs
from app.measures import count_process
from app.shared_measures import open_registries
from cli.only_worker import only_worker
from cli.parent import end_with_parent, say_ready
from cli.reading import data_option, read_settings
from clock import system_clock
from composition.not_supported import StoreNotSupported
from composition.stores import open_keys, open_queue, open_store
from jobs.domain import release
from schedules.table import SCHEDULES
from settings import Settings, StoreKind
from settings.keys import KeyMissing
from store import Store
from store.errors import StoreError
from worker.handlers import BURIALS, HANDLERS
from worker.loop import Count, Kinds, work
from worker.measures import create_count

_log = structlog.get_logger("cli.worker")
_KIND = "worker"


@click.command()
@click.option("--with-parent", "with_parent", is_flag=True, hidden=True, help="Stop at the end of the standard input.")
@click.option("--name", default=_KIND, hidden=True, help="What tells this process from the others of the service.")
@click.option("--measures", hidden=True, help="The folder in which the processes of the service measure together.")
@data_option
def worker(with_parent: bool, name: str, measures: str | None, data: Path | None) -> None:
    """Do what commands asked for, until told to stop."""
    settings = read_settings(data=data)
    configure_logs(settings.log_level)
    registry = open_registries(measures, name).own
    count_process(registry, _KIND)
    try:
        asyncio.run(_open(settings, create_count(registry), with_parent=with_parent))
    except (KeyMissing, StoreError, StoreNotSupported, OSError) as error:
        raise click.ClickException(str(error)) from error


async def _open(settings: Settings, count: Count, *, with_parent: bool) -> None:
    """Open the store, work on it until a signal or the end of the parent, and close it."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if with_parent:
        end_with_parent(stop.set)
    store = await open_store(settings, open_keys(settings))
    try:
        if with_parent:
            say_ready()
        await _work(settings, store, count, stop)
    finally:
        await store.blobs.close()
        await store.index.close()
        await store.table.close()


async def _work(settings: Settings, store: Store, count: Count, stop: asyncio.Event) -> None:
    """Take up what a worker left that was killed, and work."""
    # Workers on several machines cannot know of each other: there, what a killed one had comes again when its lease is over.
    with only_worker(settings.data) if settings.store is StoreKind.LOCAL else nullcontext(enter_result=False) as is_alone:
        # What a worker had that was killed need not wait for the end of its lease.
        released = await release(store, system_clock()) if is_alone else 0
        _log.info("worker", alone=is_alone, released=released)
        async with open_queue(settings, store, system_clock()) as queue:
            await work(store, system_clock(), Kinds(HANDLERS, BURIALS), stop, queue=queue, schedules=SCHEDULES, count=count)
