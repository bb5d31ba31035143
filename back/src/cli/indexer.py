"""`integrates indexer`: the process that applies the changes of the table to the index, and what it parked."""

import asyncio
import signal
from pathlib import Path

import click
from prometheus_client import CollectorRegistry

from app.logs import configure_logs
from app.measures import count_process
from app.shared_measures import open_registries
from cli import parked as parked_records
from cli.parent import end_with_parent, say_ready
from cli.reading import data_option, read_settings
from clock import system_clock
from composition.feeds import open_feed
from composition.not_supported import StoreNotSupported
from composition.stores import open_keys, open_store
from db_model.search import SEARCH
from indexer.loop import index
from indexer.measures import create_measures
from indexer.work import Work
from settings import Settings, StoreKind
from settings.keys import KeyMissing
from store.errors import StoreError

_KIND = "indexer"


@click.command()
@click.option("--parked", is_flag=True, help="List the records that the index did not take, and the gaps of the change feed.")
@click.option("--replay", metavar="ID", help="Apply a parked record anew; `all` for every one.")
@click.option("--forget", metavar="ID", help="Let go of a parked record or a gap that was seen to in another way.")
@click.option("--json", "as_json", is_flag=True, help="With --parked: one JSON array, of an object for each record.")
@click.option("--with-parent", "with_parent", is_flag=True, hidden=True, help="Stop at the end of the standard input.")
@click.option("--name", default=_KIND, hidden=True, help="What tells this process from the others of the service.")
@click.option("--measures", hidden=True, help="The folder in which the processes of the service measure together.")
@data_option
def indexer(
    *,
    parked: bool,
    replay: str | None,
    forget: str | None,
    as_json: bool,
    with_parent: bool,
    name: str,
    measures: str | None,
    data: Path | None,
) -> None:
    """Apply what is written to the table to the index, until told to stop; or look after what could not be applied."""
    if parked + (replay is not None) + (forget is not None) > 1:
        raise click.UsageError("give one of --parked, --replay and --forget")
    if as_json and not parked:
        raise click.UsageError("--json goes with --parked")
    settings = read_settings(data=data)
    if settings.store is StoreKind.LOCAL:
        raise click.ClickException("INTEGRATES_STORE=local writes its index together with its items: it has no indexer")
    if parked:
        parked_records.show(settings, as_json=as_json)
    elif replay is not None:
        parked_records.replay(settings, replay)
    elif forget is not None:
        parked_records.forget(settings, forget)
    else:
        _follow(settings, name, measures, with_parent=with_parent)


def _follow(settings: Settings, name: str, measures: str | None, *, with_parent: bool) -> None:
    configure_logs(settings.log_level)
    registry = open_registries(measures, name).own
    count_process(registry, _KIND)
    try:
        asyncio.run(_open(settings, registry, with_parent=with_parent))
    except (KeyMissing, StoreError, StoreNotSupported, OSError) as error:
        raise click.ClickException(str(error)) from error


async def _open(settings: Settings, registry: CollectorRegistry, *, with_parent: bool) -> None:
    """Open the store and its feed, follow it until a signal or the end of the parent, and close both."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if with_parent:
        end_with_parent(stop.set)
    store = await open_store(settings, open_keys(settings))
    try:
        async with open_feed(settings) as feed:
            if with_parent:
                say_ready()
            work = Work(
                feed=feed, table=store.table, index=store.index, schema=SEARCH, clock=system_clock(), measures=create_measures(registry)
            )
            await index(work, stop)
    finally:
        await store.blobs.close()
        await store.index.close()
        await store.table.close()
