"""`GET /static/…`: styles, scripts and pictures of the pages, read once and held."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.paths import STATIC
from app.replies import reply_error

_FOLDER = Path(__file__).parents[1] / "static"
_TYPES: Mapping[str, str] = MappingProxyType(
    {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
)


class StaticFile(NamedTuple):
    """A file as it is sent."""

    content: bytes
    headers: Mapping[str, str]


def static_route() -> Route:
    """Read the files, and return their route; there is nothing under it but these."""
    files = MappingProxyType({path.name: _read(path) for path in _FOLDER.iterdir() if path.suffix in _TYPES})

    async def answer(request: Request) -> Response:
        found = files.get(request.path_params["name"])
        if found is None:
            return reply_error(404, "NOT_FOUND", "Not Found")
        if found.headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=found.headers)
        return Response(found.content, headers=found.headers)

    return Route(f"{STATIC}/{{name}}", answer, methods=["GET"])


def _read(path: Path) -> StaticFile:
    content = path.read_bytes()
    tag = hashlib.sha256(content).hexdigest()[:32]
    # Browsers keep it and ask each time whether it is still the same: after an upgrade no page runs with the scripts of before.
    return StaticFile(content, {"Content-Type": _TYPES[path.suffix], "Cache-Control": "no-cache", "ETag": f'"{tag}"'})
