"""What kind of file was sent, by its first bytes and the keys of its top level."""

import re
from collections.abc import Iterator
from enum import StrEnum

from scans.decoding import DEFAULT_LIMIT, GZIP, decoded
from scans.errors import UnsupportedFormat
from scans.json_events import Event, Reopen, json_events

_HEAD = 64 * 1024
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Format(StrEnum):
    """The kinds of file that are told apart; the value stands in the sentence `The file is …`."""

    SARIF = "a SARIF file"
    CYCLONEDX_JSON = "a CycloneDX document (JSON)"
    CYCLONEDX_XML = "a CycloneDX document (XML)"
    SPDX_JSON = "an SPDX document (JSON)"
    SPDX_XML = "an SPDX document (RDF/XML)"
    SPDX_TEXT = "an SPDX document (tag-value)"
    JUNIT = "a JUnit report"
    HTML = "an HTML page"
    JSON = "a JSON document of another kind"
    XML = "an XML document of another kind"
    ZIP = "a ZIP archive"
    ARCHIVE = "an archive or compressed in a way that is not read"
    PDF = "a PDF document"
    BINARY = "a binary file"
    TEXT = "a text of another kind"
    EMPTY = "empty"


_MAGIC = (
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (GZIP, Format.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Format.ARCHIVE),
    (b"Rar!\x1a\x07", Format.ARCHIVE),
    (b"BZh", Format.ARCHIVE),
    (b"\xfd7zXZ\x00", Format.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Format.ARCHIVE),
    (b"%PDF-", Format.PDF),
)
_MARKUP = (
    (b"cyclonedx.org/schema/bom", Format.CYCLONEDX_XML),
    (b"spdx.org/rdf", Format.SPDX_XML),
    (b"<testsuite", Format.JUNIT),
    (b"<html", Format.HTML),
)
# A key of the top level, a part of its value where that matters, and what they tell.
_KEYS = (
    ("runs", "", Format.SARIF),
    ("$schema", "sarif", Format.SARIF),
    ("$schema", "cyclonedx", Format.CYCLONEDX_JSON),
    ("bomFormat", "cyclonedx", Format.CYCLONEDX_JSON),
    ("spdxVersion", "", Format.SPDX_JSON),
    ("SPDXID", "", Format.SPDX_JSON),
    ("@context", "spdx.org", Format.SPDX_JSON),
)


def recognise(reopen: Reopen, *, limit: int = DEFAULT_LIMIT) -> Format:
    """Tell what the file is, reading no more than needed; raises `InvalidScanFile` for damaged JSON, and `ScanFileTooLarge`."""
    head = _head(decoded(reopen(), limit=limit))
    text = head.lstrip()
    if text.startswith(b"{"):
        return _by_keys(json_events(reopen, limit=limit))
    if text.startswith(b"["):
        return Format.JSON
    return _by_bytes(head, text)


def check_is_sarif(reopen: Reopen, *, limit: int = DEFAULT_LIMIT) -> None:
    """Raise `UnsupportedFormat`, with the name of what the file is, unless it is SARIF; and what `recognise` raises."""
    found = recognise(reopen, limit=limit)
    if found is not Format.SARIF:
        raise UnsupportedFormat(name=found.value)


def _head(chunks: Iterator[bytes]) -> bytes:
    """Return at least `_HEAD` bytes from the first that is no blank on, or all there are."""
    head = b""
    for chunk in chunks:
        head = head + chunk if head.strip() else chunk
        if len(head.lstrip()) >= _HEAD:
            break
    return head


def _by_bytes(head: bytes, text: bytes) -> Format:
    magic = next((found for start, found in _MAGIC if head.startswith(start)), None)
    if magic:
        return magic
    if _BINARY.search(head):
        return Format.BINARY
    if text.startswith(b"<"):
        return next((found for part, found in _MARKUP if part in text.lower()), Format.XML)
    if text.startswith(b"SPDXVersion:"):
        return Format.SPDX_TEXT
    return Format.TEXT if text else Format.EMPTY


def _by_keys(events: Iterator[Event]) -> Format:
    for key, value in _top_level(events):
        for name, part, found in _KEYS:
            if key == name and part in str(value).lower():
                return found
    return Format.JSON


def _top_level(events: Iterator[Event]) -> Iterator[tuple[str, object]]:
    """Yield each key of the outermost object with the start of its value."""
    depth, key = 0, ""
    for kind, value in events:
        if depth == 1 and kind == "map_key":
            key = str(value)
        elif depth == 1 and not kind.startswith("end"):
            yield key, value
        depth += kind.startswith("start")
        depth -= kind.startswith("end")
