"""Running an application in Hypercorn until the process is told to stop."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from typing import cast

import structlog
from hypercorn.asyncio import serve as hypercorn_serve
from hypercorn.config import Config
from hypercorn.typing import ASGIFramework
from starlette.applications import Starlette
from starlette.types import ASGIApp

from app.lifecycle import Lifecycle, lifecycle_of
from app.listening import BACKLOG, CannotListen, Listeners, open_listeners
from settings import Settings

_log = structlog.get_logger("app.server")
_KEEP_ALIVE_SECONDS = 65.0
"""Longer than balancers keep an idle connection, so that none sends into one that just closed."""
_LAST_SECONDS = 1.0
"""What connections get to end after their requests were cancelled; newer Pythons would wait for them without end."""
_HEADER_BYTES = 16 * 1024


async def serve(
    settings: Settings,
    application: Starlette,
    metrics_application: ASGIApp | None = None,
    *,
    listeners: Listeners | None = None,
    on_started: Callable[[int], None] | None = None,
    shutdown: asyncio.Event | None = None,
    grace_seconds: float = 30.0,
) -> None:
    """Serve until SIGTERM, SIGINT or `shutdown`, then finish what is in flight, within `grace_seconds`, and close the resources.

    Without `listeners` the sockets that the settings name are opened. `on_started` gets the port as soon as connections are taken.
    Raises `SystemExit` with one line when a port cannot be had.
    """
    lifecycle = lifecycle_of(application)
    stop = shutdown or asyncio.Event()
    try:
        opened = listeners or _listened(settings, with_metrics=metrics_application is not None)
        port: int = opened.web.getsockname()[1]
        applications: tuple[ASGIApp, ...] = (application,) if metrics_application is None else (application, metrics_application)
        with _stop_on_signals(stop):
            servers = [
                asyncio.create_task(_serve_one(served, _configure(listener, settings, grace_seconds), stop))
                for served, listener in zip(applications, opened.all, strict=False)
            ]
            if on_started is not None:
                on_started(port)
            await _wait(servers, stop, lifecycle, grace_seconds)
    finally:
        await lifecycle.close()


def _listened(settings: Settings, *, with_metrics: bool) -> Listeners:
    try:
        return open_listeners(settings, with_metrics=with_metrics)
    except CannotListen as error:
        raise SystemExit(str(error)) from None


async def _serve_one(application: ASGIApp, config: Config, stop: asyncio.Event) -> None:
    # Hypercorn describes the messages of the same protocol by types of its own.
    framework = cast(ASGIFramework, application)
    await hypercorn_serve(framework, config, shutdown_trigger=stop.wait)


def _configure(listener: socket.socket, settings: Settings, grace_seconds: float) -> Config:
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    # It listens anew on what it is given, and would shorten the queue.
    config.backlog = BACKLOG
    config.graceful_timeout = grace_seconds + _LAST_SECONDS
    config.keep_alive_timeout = _KEEP_ALIVE_SECONDS
    config.include_server_header = False
    config.include_date_header = True
    config.h11_max_incomplete_size = _HEADER_BYTES
    config.h2_max_header_list_size = _HEADER_BYTES
    config.loglevel = settings.log_level
    config.errorlog = logging.getLogger("hypercorn.error")
    return config


async def _wait(servers: list[asyncio.Task[None]], stop: asyncio.Event, lifecycle: Lifecycle, grace_seconds: float) -> None:
    """Wait for the end of the servers: of one by itself, or of all when told to stop."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*servers, stopping], return_when=asyncio.FIRST_COMPLETED)
    _log.info("draining")
    lifecycle.drain()
    stop.set()
    await stopping
    _, late = await asyncio.wait(servers, timeout=grace_seconds)
    if late:
        _log.warning("cut off", requests=lifecycle.cancel_requests())
        _, late = await asyncio.wait(servers, timeout=_LAST_SECONDS)
    for server in late:
        server.cancel()
    for result in await asyncio.gather(*servers, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


@contextlib.contextmanager
def _stop_on_signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    handled = []
    for number in (signal.SIGTERM, signal.SIGINT):
        # Only the main thread can be told by signals; elsewhere the event is the way.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)
            handled.append(number)
    try:
        yield
    finally:
        for number in handled:
            loop.remove_signal_handler(number)
