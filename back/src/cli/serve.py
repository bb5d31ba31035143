"""`integrates serve`: settings and sockets are made ready here, then this process becomes the supervisor of those that work."""

import os
import sys
import tempfile
import time
from pathlib import Path

import click

from app.listening import CannotListen, Listeners, open_listeners
from cli.first_link import print_first_link
from cli.reading import data_option, read_settings
from composition.providers import KNOWN
from identity.providers.registry import UnknownProvider, check_names
from settings import Settings, StoreKind
from supervisor.plan import Child, Plan, to_command

_PATIENCE_SECONDS = 2.0
"""Longer than the processes of a supervisor that was killed go on listening."""
_STAGE_OF_WORK, _STAGE_OF_WEB = 0, 1


@click.command()
@click.option("--host", help="The address to listen on (INTEGRATES_HOST).")
@click.option("--port", type=int, help="The port to listen on (INTEGRATES_PORT).")
@click.option("--workers", type=int, help="How many processes answer requests (INTEGRATES_WORKERS).")
@click.option("--reload", "reloads", is_flag=True, help="Start again when a Python or SDL file changes.")
@data_option
def serve(host: str | None, port: int | None, workers: int | None, reloads: bool, data: Path | None) -> None:
    """Serve the API and do jobs until told to stop."""
    settings = read_settings(host=host, port=port, workers=workers, data=data)
    if reloads:
        from cli.reload import serve_reloading  # noqa: PLC0415 -- it loads what only developers need

        serve_reloading([argument for argument in sys.argv[1:] if argument != "--reload"])
        return
    try:
        check_names(settings.providers, KNOWN)
        listeners = _listen(settings)
    except (CannotListen, UnknownProvider) as error:
        raise click.ClickException(str(error)) from error
    for listener in listeners.all:
        listener.set_inheritable(True)
    bound: int = listeners.web.getsockname()[1]
    print_first_link(settings.model_copy(update={"public_url": _public_url(settings, bound)}))
    command = to_command(make_plan(settings, listeners, bound, program=sys.argv[0]))
    os.execve(command[0], command, {**os.environ, **_environment(settings, bound)})  # noqa: S606 -- it is this very service


def make_plan(settings: Settings, listeners: Listeners, port: int, *, program: str) -> Plan:
    """Return what the supervisor keeps running."""
    folder = tempfile.mkdtemp(prefix="integrates-metrics-") if listeners.metrics is not None else None
    shared = ("--measures", folder) if folder is not None else ()
    asked = ("--metrics", str(listeners.metrics.fileno())) if listeners.metrics is not None else ()
    web = ("web", "--listen", str(listeners.web.fileno()), *asked)
    numbers = tuple(listener.fileno() for listener in listeners.all)
    names = tuple(f"web-{number}" for number in range(settings.workers))
    worker = Child("worker", (sys.executable, program, "worker", "--with-parent", "--name", "worker", *shared), _STAGE_OF_WORK)
    webs = tuple(Child(name, (sys.executable, program, *web, "--name", name, *shared), _STAGE_OF_WEB, numbers) for name in names)
    follower = Child("indexer", (sys.executable, program, "indexer", "--with-parent", "--name", "indexer", *shared), _STAGE_OF_WORK)
    follows = settings.store is StoreKind.AWS and settings.indexer
    return Plan(
        children=(*webs, worker, *((follower,) if follows else ())),
        announcement=f"Integrates answers on http://{settings.host}:{port}/api ({_public_url(settings, port)})",
        gauges=folder,
    )


def _listen(settings: Settings) -> Listeners:
    """Open the sockets; the processes of a supervisor that was killed get some time to let go of them."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return open_listeners(settings)
        except CannotListen as error:
            if not error.is_taken or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _environment(settings: Settings, port: int) -> dict[str, str]:
    """Return the settings that flags may have changed, for the processes to read."""
    return {
        "INTEGRATES_DATA": str(settings.data.absolute()),
        "INTEGRATES_HOST": settings.host,
        "INTEGRATES_PORT": str(port),
        "INTEGRATES_PUBLIC_URL": _public_url(settings, port),
        "INTEGRATES_WORKERS": str(settings.workers),
    }


def _public_url(settings: Settings, port: int) -> str:
    """Return the public URL; one that was made of the port 0 gets the port that it came to be."""
    return f"http://localhost:{port}" if settings.public_url == "http://localhost:0" else settings.public_url
