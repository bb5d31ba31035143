"""The application of the listener for metrics."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def create_metrics_application(registry: CollectorRegistry) -> Starlette:
    """Return the application that answers `GET /metrics`."""

    async def show(_request: Request) -> Response:
        # Those of several processes are read from files.
        text = await asyncio.to_thread(generate_latest, registry)
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})

    application = Starlette(routes=[Route("/metrics", show)])
    application.router.redirect_slashes = False
    return application
