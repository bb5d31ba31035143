"""What is left when everything else has failed."""

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import describe
from app.paths import shown_path
from app.replies import reply_error

_UNAVAILABLE = frozenset({"UNAVAILABLE", "THROTTLED"})


def catch_errors(application: ASGIApp) -> ASGIApp:
    """Answer an exception by a safe text: 503 when the store cannot be reached, else 500 with the id that was logged.

    The log has the path too, without the secret that one may hold.
    """

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        is_started = False

        async def send_noting(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            await application(scope, receive, send_noting if scope["type"] == "http" else send)
        except ClientDisconnect:
            return
        except Exception as error:
            if scope["type"] != "http":
                raise
            with structlog.contextvars.bound_contextvars(method=scope["method"], path=shown_path(scope["path"])):
                public = describe(error)
            if not is_started:
                status = 503 if public.code in _UNAVAILABLE else 500
                await reply_error(status, public.code, public.message, public.extensions)(scope, receive, send)

    return middleware
