"""`integrates serve`: the web server, and the worker beside it."""

import asyncio
import gc
import sys
from pathlib import Path

import click
from prometheus_client import CollectorRegistry

from app.logs import configure_logs
from app.metrics import create_metrics_application
from app.server import serve as serve_application
from cli.children import child
from cli.opened import data_option, read_settings
from cli.reload import serve_reloading
from cli.worker import WITH_PARENT
from composition.applications import create_app
from composition.stores import StoreNotSupported, open_keys, open_store
from settings import Settings
from settings.keys import KeyMissing
from store.errors import StoreError


@click.command()
@click.option("--host", help="The address to listen on (INTEGRATES_HOST).")
@click.option("--port", type=int, help="The port to listen on (INTEGRATES_PORT).")
@click.option("--reload", "reloads", is_flag=True, help="Start again when a Python or SDL file changes.")
@data_option
def serve(host: str | None, port: int | None, reloads: bool, data: Path | None) -> None:
    """Serve the API and do jobs until told to stop."""
    settings = read_settings(host=host, port=port, data=data)
    if reloads:
        serve_reloading([argument for argument in sys.argv[1:] if argument != "--reload"])
        return
    configure_logs(settings.log_level)
    try:
        asyncio.run(_serve(settings))
    except (KeyMissing, StoreError, StoreNotSupported, OSError) as error:
        raise click.ClickException(str(error)) from error


async def _serve(settings: Settings) -> None:
    """Open the store, serve on it, and close it."""
    keys = open_keys(settings)
    registry = CollectorRegistry()
    application = create_app(settings, await open_store(settings, keys), keys, registry=registry)
    # What is there now stays as long as the process: the collector need not walk it at each of its passes.
    gc.collect()
    gc.freeze()
    async with child(("worker", WITH_PARENT, "--data", str(settings.data))):
        await serve_application(settings, application, create_metrics_application(registry), on_started=lambda port: _tell(settings, port))


def _tell(settings: Settings, port: int) -> None:
    """Tell a person at a terminal where the service answers."""
    click.echo(f"Integrates answers on http://{settings.host}:{port}/api ({settings.public_url})", err=True)
