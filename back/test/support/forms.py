"""Forms in multipart/form-data, byte by byte as a test wants them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson

BOUNDARY = "a-boundary"
FORM_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


class Part(NamedTuple):
    """A part of a form."""

    name: str
    content: bytes
    filename: str | None = None
    headers: tuple[str, ...] = ()


def form(parts: Sequence[Part], *, end: str = "--\r\n") -> bytes:
    """Return the body of a form."""
    return b"".join(map(_write, parts)) + f"--{BOUNDARY}{end}".encode()


def request_parts(query: str, variables: Mapping[str, object], places: object, *files: Part) -> tuple[Part, ...]:
    """Return the parts of a GraphQL request with files."""
    operations = orjson.dumps({"query": query, "variables": dict(variables)})
    return (Part("operations", operations), Part("map", orjson.dumps(places)), *files)


def _write(part: Part) -> bytes:
    filename = "" if part.filename is None else f'; filename="{part.filename}"'
    lines = (f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{part.name}"{filename}', *part.headers, "", "")
    return "\r\n".join(lines).encode() + part.content + b"\r\n"
