"""The events of a JSON file, read as a stream; what is damaged is named with its line and byte."""

import re
from collections.abc import Callable, Iterable, Iterator

import ijson  # type: ignore[import-untyped]  # the package carries no types; what it gives is typed here

from scans.decoding import DEFAULT_LIMIT, decoded
from scans.errors import InvalidScanFile
from scans.json_text import Piece, pieces

# The kinds are start_map, map_key, end_map, start_array, end_array, string, number, boolean and null.
Event = tuple[str, object]
Reopen = Callable[[], Iterable[bytes]]

# The parser turns a number whose digits Python refuses to read into a SystemError.
_BROKEN = (ijson.JSONError, UnicodeDecodeError, ValueError, SystemError)
_PREFIX = re.compile(r"^(?:lexical|parse) error: ")


def json_events(reopen: Reopen, *, limit: int = DEFAULT_LIMIT) -> Iterator[Event]:
    """Yield the events of the file that `reopen` gives from its beginning, each time it is called.

    Raises `InvalidScanFile` when the text is no JSON or ends too early, and `ScanFileTooLarge`.
    """
    received: list[Event] = ijson.sendable_list()
    parser = ijson.basic_parse_coro(received)
    read = 0
    try:
        for piece in pieces(decoded(reopen(), limit=limit)):
            # To the parser, nothing would be the end.
            if piece.kept:
                parser.send(piece.kept)
                yield from received
                received.clear()
            read += 1
        parser.close()
    except _BROKEN as error:
        raise InvalidScanFile(reason=_located(error, pieces(decoded(reopen(), limit=limit)), read)) from error


def _located(error: Exception, again: Iterable[Piece], broken: int) -> str:
    """Say what is wrong and where: the text is parsed once more, the broken piece byte by byte."""
    parser = ijson.basic_parse_coro(ijson.sendable_list())
    offset, line = 0, 1
    for number, piece in enumerate(again):
        good = _good_bytes(parser, piece) if number == broken else len(piece.original)
        offset += good
        line += piece.original[:good].count(b"\n")
        if number == broken:
            break
        if piece.kept:
            parser.send(piece.kept)
    return f"{_reason(error)} (line {line}, byte {offset} of its text)"


def _good_bytes(parser: ijson.basic_parse_coro, piece: Piece) -> int:
    for position in range(len(piece.kept)):
        try:
            parser.send(piece.kept[position : position + 1])
        except _BROKEN:
            return position
    return len(piece.original)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not valid UTF-8 text"
    if not isinstance(error, ijson.JSONError):
        return "it has a number that cannot be read"
    # The parser answers bytes when it would quote text that is no UTF-8.
    first = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
    reason = _PREFIX.sub("", first.split("\n", 1)[0]).rstrip(".")
    return {"premature EOF": "it ends too early", "invalid bytes in UTF8 string": "it is not valid UTF-8 text"}.get(
        reason, f"it is no JSON, {reason}"
    )
