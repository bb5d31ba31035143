import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scans.decoding import decoded
from scans.errors import InvalidScanFile, ScanFileTooLarge

TEXT = '{"a": "é😀\\r\\n"}\r\n'


def packed(content: bytes) -> bytes:
    """Compress without a date, so that every worker sees the same test."""
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        packed(TEXT.encode("utf-16")),
        packed(TEXT.encode()[:5]) + packed(TEXT.encode()[5:]) + b"\0\0\0",
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_every_encoding_gives_the_same_utf8_text(content: bytes, size: int) -> None:
    chunks = (content[start : start + size] for start in range(0, len(content), size))

    assert b"".join(decoded(chunks)) == TEXT.encode()


@given(st.binary(max_size=3000), st.integers(1, 700))
def test_gzip_gives_back_what_was_compressed(content: bytes, size: int) -> None:
    body = b"x" + content
    compressed = packed(body)

    assert b"".join(decoded(compressed[start : start + size] for start in range(0, len(compressed), size))) == body


def test_a_bomb_stops_at_the_cap_without_being_unpacked() -> None:
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(machine.compress(b" " * 1_000_000) for _ in range(200)) + machine.flush()
    received = 0

    def receive(chunks: Iterator[bytes]) -> None:
        nonlocal received
        for chunk in chunks:
            assert len(chunk) <= 64 * 1024
            received += len(chunk)

    with pytest.raises(ScanFileTooLarge, match="larger than 1000000 bytes"):
        receive(decoded([bomb], limit=1_000_000))
    assert 900_000 < received <= 1_000_000


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_refused() -> None:
    assert b"".join(decoded([b"12", b"345"], limit=5)) == b"12345"
    with pytest.raises(ScanFileTooLarge) as refusal:
        list(decoded([b"12", b"3456"], limit=5))
    assert refusal.value.extensions == {"limit": 5}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed(b"{}" * 500)[:-9], "its gzip data ends too early"),
        (packed(b"{}") + b"rubbish", "its gzip data is damaged"),
        (b"\x1f\x8b\x07rubbish", "its gzip data is damaged"),
        (TEXT.encode("utf-16")[:-1], "it is not valid UTF-16-LE text"),
        (b"\xfe\xff\xd8\x3d\x00\x20", "it is not valid UTF-16-BE text"),
    ],
)
def test_damaged_bytes_are_named(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidScanFile) as refusal:
        list(decoded([content]))

    assert refusal.value.extensions == {"reason": reason}


def test_an_empty_file_is_empty() -> None:
    assert b"".join(decoded([])) == b""
