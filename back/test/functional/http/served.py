"""A process that serves the small service, for the tests that need a real one; it tells what happens on standard output."""

import asyncio
import sys
import threading

from prometheus_client import CollectorRegistry

from app.logs import configure_logs
from app.metrics import create_metrics_application
from app.server import serve
from small_service import SmallService


async def main(port: int, metrics: str) -> None:
    """Serve until told to stop; each line read from standard input opens the gate of that name."""
    service = SmallService()
    registry = CollectorRegistry()
    application = service.application(port=port, metrics=metrics, registry=registry)
    settings = service.resources(port=port, metrics=metrics).settings
    loop = asyncio.get_running_loop()

    async def tell_entered() -> None:
        while True:
            print("entered", await service.entered.get(), flush=True)

    def open_gates() -> None:
        for line in sys.stdin:
            gate = service.gates.setdefault(line.strip(), asyncio.Event())
            loop.call_soon_threadsafe(gate.set)

    telling = asyncio.create_task(tell_entered())
    threading.Thread(target=open_gates, daemon=True).start()
    try:
        await serve(
            settings,
            application,
            create_metrics_application(registry),
            on_started=lambda bound: print("started", bound, flush=True),
        )
    finally:
        telling.cancel()
        print("closed", service.closed, flush=True)


configure_logs()
asyncio.run(main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
