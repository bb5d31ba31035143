"""UTF-8 JSON text cut into pieces that no parser can choke on: of one size, and without strings that go on for megabytes.

A parser has to hold a whole string before it gives it out, so that one string may cost as much memory as the file is long. What is
kept of any text ends long before `STRING_LIMIT`; the middle of a longer string is left out here, before the parser sees it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scans.errors import InvalidScanFile

PIECE = 64 * 1024
STRING_LIMIT = 256 * 1024
_UNFINISHED = re.compile(
    # The first half of a surrogate pair waits for the second one.
    rb"(?:(?P<escape>\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?|\\(?:u[0-9a-fA-F]{0,3})?)"
    rb"|(?P<character>[\xc0-\xff][\x80-\xbf]{0,2}))\Z"
)
_TAIL = 12
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:(?P<pair>u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
_REPLACEMENT = rb"\ufffd"
_WHOLE_CHARACTER = re.compile(rb"[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_NUMBER = b"0123456789+-.eE"


class Piece(NamedTuple):
    """A run of bytes of the file, and what a parser gets of it: the same, or nothing."""

    original: bytes
    kept: bytes


def pieces(chunks: Iterable[bytes]) -> Iterator[Piece]:
    """Cut the text into pieces, and leave out those in the midst of a string that is longer than `STRING_LIMIT` bytes.

    Raises `InvalidScanFile` for a number of that length.
    """
    inside, length = False, 0
    for piece in _whole_characters(_sized(chunks)):
        plain = piece.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in piece else piece
        quotes = plain.count(b'"')
        if quotes:
            inside ^= bool(quotes % 2)
            length = len(plain) - plain.rindex(b'"') if inside else 0
        elif inside:
            length += len(piece)
        elif len(piece) >= PIECE // 2 and not piece.strip(_NUMBER):
            raise InvalidScanFile(reason="a number has thousands of digits")
        yield Piece(piece, b"" if inside and not quotes and length > STRING_LIMIT else _paired(piece))


def _paired(piece: bytes) -> bytes:
    """Replace halves of surrogate pairs, which tools leave where they cut a text and which no UTF-8 has; no length changes."""
    if not _SURROGATE.search(piece):
        return piece
    return _ESCAPE.sub(lambda escape: _REPLACEMENT if escape["half"] else escape[0], piece)


def _sized(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join or split chunks into pieces of `PIECE` bytes, so that nothing depends on how the file was read."""
    buffer = bytearray()
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            buffer += chunk[start : start + PIECE]
            if len(buffer) >= PIECE:
                yield bytes(buffer[:PIECE])
                del buffer[:PIECE]
    if buffer:
        yield bytes(buffer)


def _whole_characters(sized: Iterator[bytes]) -> Iterator[bytes]:
    """Move an escape or character that a piece would cut in two to the next piece, so that pieces can be left out."""
    carried = b""
    for piece in sized:
        joined = carried + piece
        carried = joined[_end_of_whole(joined) :]
        yield joined[: len(joined) - len(carried)]
    if carried:
        yield carried


def _end_of_whole(piece: bytes) -> int:
    tail = _UNFINISHED.search(piece, max(0, len(piece) - _TAIL))
    if tail is None:
        return len(piece)
    if tail["escape"] is not None:
        start = tail.start("escape")
        before = start - len(piece[:start].rstrip(b"\\"))
        return len(piece) if before % 2 else start
    return len(piece) if _WHOLE_CHARACTER.fullmatch(tail["character"]) else tail.start("character")
