"""Whether the process lives, takes requests, and which version it is."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.lifecycle import Lifecycle
from app.replies import reply_json
from store.errors import StoreError

HEALTH_PATHS = ("/live", "/ready", "/version")
_READY_SECONDS = 5.0


def health_routes(lifecycle: Lifecycle, is_ready: Callable[[], Awaitable[bool]], version: str) -> list[Route]:
    """Return `/live`, which answers while the loop turns, `/ready`, 503 when the store does not answer or the end is near, `/version`."""

    async def live(_request: Request) -> Response:
        return reply_json({"status": "live"})

    async def ready(_request: Request) -> Response:
        if lifecycle.is_draining:
            return reply_json({"status": "draining"}, status=503)
        if not await _ask(is_ready):
            return reply_json({"status": "store not ready"}, status=503)
        return reply_json({"status": "ready"})

    async def show_version(_request: Request) -> Response:
        return reply_json({"version": version})

    return [Route("/live", live), Route("/ready", ready), Route("/version", show_version)]


async def _ask(is_ready: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(_READY_SECONDS):
            return await is_ready()
    except (StoreError, TimeoutError):
        return False
