"""Knowing what is in flight, so that it can be ended when the process must."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.lifecycle import Lifecycle


def track_requests(application: ASGIApp, *, lifecycle: Lifecycle) -> ASGIApp:
    """Let the lifecycle know each request while it is answered."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        with lifecycle.track():
            await application(scope, receive, send)

    return middleware
