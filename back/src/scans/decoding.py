"""From the bytes of a file as it was sent to UTF-8 text: decompressed, without a byte-order mark, and bounded."""

import codecs
import itertools
import zlib
from collections.abc import Iterable, Iterator

from scans.errors import InvalidScanFile, ScanFileTooLarge

DEFAULT_LIMIT = 256 * 1024 * 1024
GZIP = b"\x1f\x8b"
_STEP = 64 * 1024
_GZIP_WINDOW = 31
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Without a mark, the first character tells: a text that we read begins with one of these.
_UNMARKED = tuple(
    (first.encode(encoding), encoding) for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be") for first in "{[< \t\r\n"
)


def decoded(chunks: Iterable[bytes], *, limit: int = DEFAULT_LIMIT) -> Iterator[bytes]:
    """Yield the file as UTF-8 chunks; plain and gzip, UTF-8, UTF-16 and UTF-32 are understood, UTF-8 is not validated.

    `limit` counts bytes after decompression. Raises `ScanFileTooLarge` as soon as there are more, and `InvalidScanFile`.
    """
    start, rest = _peek(chunks)
    return _as_utf8(_capped(_inflated(rest) if start.startswith(GZIP) else rest, limit))


def _peek(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first four bytes, or fewer, and the whole again."""
    source = iter(chunks)
    start = b""
    while len(start) < len(codecs.BOM_UTF32_LE):
        chunk = next(source, None)
        if chunk is None:
            break
        start += chunk
    return start[:4], itertools.chain((start,), source)


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Decompress one or several gzip members, a step at a time; zeros after the last are padding."""
    try:
        machine = zlib.decompressobj(_GZIP_WINDOW)
        for chunk in chunks:
            pending = chunk
            while pending:
                if machine.eof:
                    if not pending.strip(b"\0"):
                        break
                    machine = zlib.decompressobj(_GZIP_WINDOW)
                yield from _steps(machine, pending)
                pending = machine.unused_data
    except zlib.error as error:
        raise InvalidScanFile(reason="its gzip data is damaged") from error
    if not machine.eof:
        raise InvalidScanFile(reason="its gzip data ends too early")


def _steps(machine: "zlib._Decompress", compressed: bytes) -> Iterator[bytes]:
    """Decompress all of these bytes; each step is bounded, however well they were compressed."""
    data = machine.decompress(compressed, _STEP)
    while data:
        yield data
        data = machine.decompress(machine.unconsumed_tail, _STEP) if not machine.eof else b""


def _capped(chunks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise ScanFileTooLarge(limit=limit)
        yield chunk


def _as_utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    start, rest = _peek(chunks)
    mark, encoding = _encoding_of(start)
    unmarked = itertools.chain((next(rest)[len(mark) :],), rest)
    return unmarked if encoding == "utf-8" else _transcoded(unmarked, encoding)


def _encoding_of(start: bytes) -> tuple[bytes, str]:
    """Return the byte-order mark, or nothing, and the encoding."""
    marked = next(((mark, encoding) for mark, encoding in _MARKS if start.startswith(mark)), None)
    return marked or (b"", next((encoding for first, encoding in _UNMARKED if start.startswith(first)), "utf-8"))


def _transcoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeDecodeError as error:
        raise InvalidScanFile(reason=f"it is not valid {encoding.upper()} text") from error
