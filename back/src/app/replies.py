"""Answers in JSON; errors have the form of GraphQL's on every path."""

from collections.abc import Mapping
from types import MappingProxyType

import orjson
from starlette.responses import Response

JSON = "application/json"


def reply_json(content: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a value as JSON."""
    return Response(orjson.dumps(content), status_code=status, headers=headers, media_type=JSON)


def reply_error(
    status: int,
    code: str,
    message: str,
    extensions: Mapping[str, object] = MappingProxyType({}),
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with one error."""
    return reply_json({"errors": [{"message": message, "extensions": {"code": code, **extensions}}]}, status=status, headers=headers)


def reply_too_many(limit: str, value: int, seconds: int) -> Response:
    """Answer 429 past a rate, with the seconds to wait."""
    message = f'Exception - Too many requests: the limit "{limit}" is {value} a minute'
    return reply_error(
        429, "TOO_MANY_REQUESTS", message, {"limit": limit, "value": value, "retryAfter": seconds}, headers={"Retry-After": str(seconds)}
    )
