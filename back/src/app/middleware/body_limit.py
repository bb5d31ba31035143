"""The length of a body, as it is announced and as it comes."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.replies import reply_error


class _BodyTooLong(Exception):
    """More came than is taken."""


def limit_body(application: ASGIApp, *, maximum: int) -> ASGIApp:
    """Answer 413 to a body of more than `maximum` bytes, at once when its length is announced."""
    refusal = reply_error(
        413,
        "BODY_BYTES_LIMIT",
        f'The body is too long: the limit "body_bytes" is {maximum}',
        {"limit": "body_bytes", "value": maximum},
    )

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        if _announced_length(scope) > maximum:
            await refusal(scope, receive, send)
            return
        received = 0

        async def receive_counting() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > maximum:
                raise _BodyTooLong
            return message

        try:
            await application(scope, receive_counting, send)
        except _BodyTooLong:
            await refusal(scope, receive, send)

    return middleware


def _announced_length(scope: Scope) -> int:
    text = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(text) if text.isdigit() else 0
