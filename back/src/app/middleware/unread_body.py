"""Reading to the end what a caller sends and nobody wants.

Hypercorn keeps at most ten messages for the application. When a request is answered with more than those unread, its
connection never ends: the server waits for room to say that the caller has gone. And a caller that is still sending when
the connection closes may never see the answer.
"""

import asyncio
import contextlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LINGER_SECONDS = 1.0
_LINGER_BYTES = 4 * 1024 * 1024


def finish_unread_body(application: ASGIApp) -> ASGIApp:
    """Before the end of an answer, read the rest of the body within bounds; past them, throw away what still comes."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        is_read = False

        async def receive_noting() -> Message:
            nonlocal is_read
            message = await receive()
            is_read = is_read or not message.get("more_body", False)
            return message

        async def send_after_reading(message: Message) -> None:
            if is_read or message["type"] != "http.response.body" or message.get("more_body", False):
                await send(message)
            else:
                await _send_last(message, receive_noting, send)

        await application(scope, receive_noting, send_after_reading)

    return middleware


async def _send_last(message: Message, receive: Receive, send: Send) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_LINGER_SECONDS):
            if await _read(receive, _LINGER_BYTES):
                await send(message)
                return
    rest = asyncio.create_task(_read(receive, None))
    try:
        await send(message)
    finally:
        rest.cancel()


async def _read(receive: Receive, maximum: int | None) -> bool:
    """Read to the end of the body and tell whether it was reached within `maximum` bytes."""
    received = 0
    while maximum is None or received <= maximum:
        message = await receive()
        received += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or (maximum is not None and not message.get("more_body", False)):
            return True
    return False
