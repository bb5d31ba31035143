"""Receiving the request in a body, whichever form it has, for as long as a caller may take."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request

from api.executor.request import GraphQLRequest, read_request
from app.content_type import ContentType, classify_content_type
from app.form_request import FormReader, read_form_request


class BodyTooSlow(Exception):
    """The body does not come in the time that it has."""


async def receive_request(request: Request, reader: FormReader) -> GraphQLRequest:
    """Receive a request. Raises `Refused` and `BodyTooSlow`.

    JSON has the time of an operation; a form has `upload_seconds`, and no pause in it may be longer than an operation.
    """
    header = request.headers.get("content-type", "")
    limits = reader.limits
    try:
        if classify_content_type(header) is ContentType.MULTIPART:
            async with asyncio.timeout(limits.upload_seconds):
                return await read_form_request(_receive_chunks(request, limits.operation_seconds), header, reader)
        async with asyncio.timeout(limits.operation_seconds):
            body = await request.body()
    except TimeoutError:
        raise BodyTooSlow from None
    return read_request(body, limits)


async def _receive_chunks(request: Request, seconds: float) -> AsyncIterator[bytes]:
    """Yield what comes of a body. Raises `TimeoutError` when nothing comes for so many seconds."""
    chunks = request.stream()
    while True:
        async with asyncio.timeout(seconds):
            chunk = await anext(chunks, None)
        if chunk is None:
            return
        if chunk:
            yield chunk
