"""`integrates web`: one of the processes that answer requests, on sockets that the supervisor opened; people ask for `serve`."""

import asyncio
import gc
import socket

import click

from app.listening import Listeners
from app.logs import configure_logs
from app.measures import count_process
from app.metrics import create_metrics_application
from app.server import serve as serve_application
from app.shared_measures import open_registries
from cli.parent import end_with_parent, say_ready
from cli.reading import read_settings
from composition.applications import create_app
from composition.not_supported import StoreNotSupported
from composition.stores import open_keys, open_store
from identity.providers.registry import UnknownProvider
from settings import Settings
from settings.keys import KeyMissing
from store.errors import StoreError


@click.command(hidden=True)
@click.option("--name", required=True, help="What tells this process from the others of the service.")
@click.option("--listen", type=int, required=True, help="The number of the socket that requests come to.")
@click.option("--metrics", type=int, help="The number of the socket that asks for metrics come to.")
@click.option("--measures", help="The folder in which the processes of the service measure together.")
def web(name: str, listen: int, metrics: int | None, measures: str | None) -> None:
    """Answer requests on sockets that are open already."""
    settings = read_settings()
    configure_logs(settings.log_level)
    listeners = Listeners(socket.socket(fileno=listen), None if metrics is None else socket.socket(fileno=metrics))
    try:
        asyncio.run(_serve(settings, listeners, name, measures))
    except (KeyMissing, StoreError, StoreNotSupported, UnknownProvider, OSError) as error:
        raise click.ClickException(str(error)) from error


async def _serve(settings: Settings, listeners: Listeners, name: str, measures: str | None) -> None:
    """Open the store, serve on it, and close it."""
    stop = asyncio.Event()
    end_with_parent(stop.set)
    own, whole = open_registries(measures, name)
    count_process(own, "web")
    keys = open_keys(settings)
    application = create_app(settings, await open_store(settings, keys), keys, registry=own)
    # What is there now stays as long as the process: the collector need not walk it at each of its passes.
    gc.collect()
    gc.freeze()
    await serve_application(
        settings,
        application,
        create_metrics_application(whole),
        listeners=listeners,
        on_started=lambda _port: say_ready(),
        shutdown=stop,
    )
