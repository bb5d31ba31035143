"""One web process with the routes by hand beside the service's own: it is started by the benchmarks, and tells its port on its output."""

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from prometheus_client import CollectorRegistry

from app.logs import configure_logs
from app.server import serve
from by_hand import Hands, add_routes
from clock import system_clock
from composition.applications import create_app
from composition.stores import open_keys, open_store
from running_service import Running, running
from settings import Settings

NO_RATES: Mapping[str, str] = MappingProxyType(
    {f"INTEGRATES_RATES__{name}": "0" for name in ("ADDRESS_REQUESTS", "VIEWER_REQUESTS", "VIEWER_COST")}
)
ORIGIN = "http://127.0.0.1:8001"
"""What the service takes its pages to come from; the port that it listens on is any free one."""


class Served(NamedTuple):
    """A web process that answers."""

    url: str
    pid: int


@contextmanager
def served(data: Path) -> Iterator[Served]:
    """Serve a data folder in a process of its own until the end of the block; what it logs is written, and nobody reads it."""
    environment = {
        **os.environ,
        **NO_RATES,
        "INTEGRATES_DATA": str(data),
        "INTEGRATES_PORT": "0",
        "INTEGRATES_PUBLIC_URL": ORIGIN,
    }
    command = [sys.executable, __file__]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            assert port, "the server did not start"
            yield Served(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()


@contextmanager
def whole(data: Path, *arguments: str) -> Iterator[Running]:
    """Run the whole service, as `integrates serve` does, without limits a minute."""
    off = "0"
    with running(
        data, *arguments, public_url=ORIGIN, rates__address_requests=off, rates__viewer_requests=off, rates__viewer_cost=off
    ) as service:
        yield service


async def _main() -> None:
    """Serve until told to stop, as `integrates web` does."""
    settings = Settings()
    configure_logs(settings.log_level)
    keys = open_keys(settings)
    store = await open_store(settings, keys)
    application = create_app(settings, store, keys, registry=CollectorRegistry())
    add_routes(application, Hands(store, system_clock(), settings.public_url))
    gc.collect()
    gc.freeze()
    await serve(settings, application, on_started=lambda port: print(port, flush=True))


if __name__ == "__main__":
    asyncio.run(_main())
