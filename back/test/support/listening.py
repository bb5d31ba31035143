"""The service of a test on a port of this machine, for the commands that ask a server, and these as processes."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from hypercorn.asyncio import serve
from hypercorn.config import Config

from harness import Api

COMMAND = Path(sys.executable).with_name("integrates")
SECONDS = 60


class Ended(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    output: str
    errors: str


@asynccontextmanager
async def listening(api: Api) -> AsyncIterator[str]:
    """Let the service answer on a free port, and do its jobs, and give its URL."""

    async def without_lifespan(scope: Any, receive: Any, send: Any) -> None:
        # The harness has begun it already.
        if scope["type"] == "lifespan":
            raise RuntimeError("the service runs")
        await api.application(scope, receive, send)

    async def work() -> None:
        while not stop.is_set():
            await api.work()
            await asyncio.wait({stopping}, timeout=0.05)

    stop, config = asyncio.Event(), Config()
    config.errorlog, config.accesslog = None, None
    stopping = asyncio.create_task(stop.wait())
    opened = socket.socket()
    opened.bind(("127.0.0.1", 0))
    port = opened.getsockname()[1]
    config.bind = [f"fd://{opened.detach()}"]
    serving = asyncio.create_task(serve(without_lifespan, config, shutdown_trigger=stop.wait, mode="asgi"))
    working = asyncio.create_task(work())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop.set()
        await asyncio.gather(serving, working, stopping)


async def command(url: str, token: str, *arguments: str, folder: Path) -> Ended:
    """Run `integrates` in a folder against a server, and wait for its end."""
    environment = {**os.environ, "INTEGRATES_SERVER": url, "INTEGRATES_TOKEN": token, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        str(COMMAND), *arguments, cwd=folder, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
    )
    output, errors = await asyncio.wait_for(process.communicate(), SECONDS)
    return Ended(process.returncode or 0, output.decode(), errors.decode())
