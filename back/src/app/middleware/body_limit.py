"""The length of a body, as it is announced and as it comes."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.content_type import ContentType, classify_content_type
from app.replies import reply_error
from settings import Limits


class _BodyTooLong(Exception):
    """More came than is taken."""


def limit_body(application: ASGIApp, *, limits: Limits, upload_paths: Iterable[str]) -> ASGIApp:
    """Answer 413 to a body that is too long, at once when its length is announced.

    A form with files, on the paths that take one, may have the length of one file and what else a body may have.
    """
    paths = frozenset(upload_paths)

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        is_upload = scope["path"] in paths and classify_content_type(Headers(scope=scope).get("content-type")) is ContentType.MULTIPART
        maximum = limits.body_bytes + (limits.upload_bytes if is_upload else 0)
        refusal = _refusal("upload_bytes", limits.upload_bytes) if is_upload else _refusal("body_bytes", limits.body_bytes)
        if _announced_length(scope) > maximum:
            await refusal(scope, receive, send)
            return
        try:
            await application(scope, _count(receive, maximum), send)
        except _BodyTooLong:
            await refusal(scope, receive, send)

    return middleware


def _count(receive: Receive, maximum: int) -> Receive:
    received = 0

    async def receive_counting() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > maximum:
            raise _BodyTooLong
        return message

    return receive_counting


def _refusal(limit: str, value: int) -> ASGIApp:
    message = f'The body is too long: the limit "{limit}" is {value}'
    return reply_error(413, f"{limit.upper()}_LIMIT", message, {"limit": limit, "value": value})


def _announced_length(scope: Scope) -> int:
    text = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(text) if text.isdigit() else 0
