"""Reading a form part by part while it comes in: no more of it is held than what came last."""

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Mapping
from enum import Enum
from typing import NamedTuple

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from api.limits.refused import Refused, refused

_HEADERS = 8
_HEADER_BYTES = 4 * 1024
_BOUNDARY_BYTES = 70
_PLAIN = frozenset({b"", b"7bit", b"8bit", b"binary"})


class PartHead(NamedTuple):
    """The beginning of a part: the name of its field, that of its file when it has one, and the type its sender gives it."""

    name: str
    filename: str | None
    content_type: str


class PartEnd(Enum):
    """The end of a part."""

    END = "end"


Event = PartHead | bytes | PartEnd


def read_boundary(content_type: str) -> bytes:
    """Return what stands between the parts, of the header `Content-Type`. Raises `Refused` when it is missing or too long."""
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    if not 0 < len(boundary) <= _BOUNDARY_BYTES:
        raise _bad(f"The content type must name a boundary of 1 to {_BOUNDARY_BYTES} characters")
    return boundary


async def read_events(chunks: AsyncIterable[bytes], boundary: bytes) -> AsyncGenerator[Event]:
    """Yield of each part its head, its content in pieces, and its end. Raises `Refused` for what is no form, or ends too early."""
    events: deque[Event | None] = deque()
    parser = _create_parser(boundary, events.append)
    is_whole = False
    async for chunk in chunks:
        _feed(parser, chunk)
        while events:
            event = events.popleft()
            is_whole = is_whole or event is None
            if event is not None:
                yield event
    if not is_whole:
        raise _bad("The form ends before its last boundary")


def _feed(parser: MultipartParser, chunk: bytes) -> None:
    try:
        parser.write(chunk)
    except FormParserError:
        raise _bad("The body is not a form in multipart/form-data") from None


def _create_parser(boundary: bytes, emit: Callable[[Event | None], None]) -> MultipartParser:
    """Return a parser that emits what it finds, `None` for the end of the form."""
    name, value = bytearray(), bytearray()
    headers: dict[bytes, bytes] = {}

    def end_header() -> None:
        headers[bytes(name).lower()] = bytes(value)
        name.clear()
        value.clear()

    def end_headers() -> None:
        emit(_read_head(headers))
        headers.clear()

    return MultipartParser(
        boundary,
        {
            "on_header_field": lambda data, start, end: name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: value.extend(data[start:end]),
            "on_header_end": end_header,
            "on_headers_finished": end_headers,
            "on_part_data": lambda data, start, end: emit(data[start:end]),
            "on_part_end": lambda: emit(PartEnd.END),
            "on_end": lambda: emit(None),
        },
        max_header_count=_HEADERS,
        max_header_size=_HEADER_BYTES,
    )


def _read_head(headers: Mapping[bytes, bytes]) -> PartHead:
    kind, options = parse_options_header(headers.get(b"content-disposition"))
    if kind != b"form-data" or b"name" not in options:
        raise _bad("A part of the form has no Content-Disposition of form-data with a name")
    if headers.get(b"content-transfer-encoding", b"").strip().lower() not in _PLAIN:
        raise _bad("A part of the form has a Content-Transfer-Encoding, which is not supported")
    filename = options.get(b"filename")
    return PartHead(
        name=_decode(options[b"name"]),
        filename=None if filename is None else _decode(filename),
        content_type=_decode(headers.get(b"content-type", b"")),
    )


def _decode(text: bytes) -> str:
    return text.decode(errors="replace")


def _bad(message: str) -> Refused:
    return refused("BAD_REQUEST", message)
