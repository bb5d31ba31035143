"""The fields that a form of a page sends."""

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

_MOST_BYTES = 4 * 1024
_MOST_FIELDS = 8
_SECONDS = 10.0
_TYPE = "application/x-www-form-urlencoded"


class BadForm(Exception):
    """What came is no form of our pages, or comes too slowly."""


async def read_fields(request: Request) -> Mapping[str, str]:
    """Return the fields of a form, the last one of those of the same name. Raises `BadForm`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise BadForm
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > _MOST_BYTES:
                    raise BadForm
        return dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=_MOST_FIELDS))
    except (TimeoutError, ValueError) as error:
        raise BadForm from error
