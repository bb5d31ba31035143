"""Counting requests."""

import time
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.measures import Measures


def measure_requests(application: ASGIApp, *, measures: Measures, routes: Iterable[str]) -> ASGIApp:
    """Count requests by route and status, the time they take, and those in flight; other paths are counted as one."""
    known = frozenset(routes)

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        route = scope["path"] if scope["path"] in known else "other"
        status = 0

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begin = time.perf_counter()
        with measures.in_flight.track_inprogress():
            await application(scope, receive, send_noting)
        measures.request_seconds.labels(route=route).observe(time.perf_counter() - begin)
        measures.requests.labels(route=route, status=str(status)).inc()

    return middleware
