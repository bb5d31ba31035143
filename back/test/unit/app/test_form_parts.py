import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.limits.refused import Refused
from app.form_parts import PartEnd, PartHead, read_boundary, read_events
from forms import BOUNDARY, Part, form

TRICKY = f"\r\n--{BOUNDARY}x\r\n-\r\n\r\n--a-\r\n--{BOUNDARY[:-1]}\r\r\n".encode()
BODY = form(
    (
        Part("operations", b"{}"),
        Part("tricky", TRICKY, 'na\u00efve \\".txt', ("Content-Type: text/x",)),
        Part("empty", b"", ""),
    )
)
WHOLE = [
    (PartHead("operations", None, ""), b"{}"),
    (PartHead("tricky", 'na\u00efve ".txt', "text/x"), TRICKY),
    (PartHead("empty", "", ""), b""),
]


async def in_chunks(body: bytes, cuts: Sequence[int]) -> AsyncIterator[bytes]:
    places = (0, *sorted(min(cut, len(body)) for cut in cuts), len(body))
    for start, end in pairwise(places):
        if start < end:
            yield body[start:end]


async def parts_of(body: bytes, cuts: Sequence[int] = ()) -> list[tuple[PartHead, bytes]]:
    parts: list[tuple[PartHead, bytes]] = []
    head, content = None, b""
    async for event in read_events(in_chunks(body, cuts), BOUNDARY.encode()):
        if isinstance(event, PartHead):
            assert head is None
            head, content = event, b""
        elif event is PartEnd.END:
            assert head is not None
            parts.append((head, content))
            head = None
        elif isinstance(event, bytes):
            content += event
    assert head is None
    return parts


async def test_a_form_is_read_whole_in_one_chunk_and_byte_by_byte() -> None:
    assert await parts_of(BODY) == WHOLE
    assert await parts_of(BODY, range(len(BODY))) == WHOLE


@given(cuts=st.lists(st.integers(0, len(BODY)), max_size=40))
async def test_where_a_form_is_cut_changes_nothing(cuts: list[int]) -> None:
    assert await parts_of(BODY, cuts) == WHOLE


@given(
    contents=st.lists(
        st.lists(st.sampled_from([b"\r", b"\n", b"-", b"--", BOUNDARY.encode(), f"\r\n--{BOUNDARY}"[:-1].encode(), b"x"])).map(b"".join),
        max_size=4,
    ),
    cuts=st.lists(st.integers(0, 300), max_size=20),
)
async def test_content_that_looks_like_a_boundary_comes_out_as_it_went_in(contents: list[bytes], cuts: list[int]) -> None:
    kept = [content.replace(f"--{BOUNDARY}".encode(), b"") for content in contents]
    body = form([Part(str(number), content, "f") for number, content in enumerate(kept)])

    parts = await parts_of(body, cuts) if kept else []

    assert [content for _, content in parts] == kept


@given(place=st.integers(0, len(BODY) - 3))
async def test_a_form_cut_short_anywhere_before_its_last_boundary_is_refused(place: int) -> None:
    with pytest.raises(Refused, match=r"The form ends before its last boundary|is not a form"):
        await parts_of(BODY[:place])


@given(body=st.one_of(st.binary(max_size=200), st.lists(st.integers(0, len(BODY))).map(lambda places: _without(BODY, places))))
async def test_garbage_is_read_or_refused_and_nothing_else(body: bytes) -> None:
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    with suppress(Refused):
        await parts_of(body)


def _without(body: bytes, places: list[int]) -> bytes:
    left = bytearray(body)
    for place in places:
        del left[place : place + 1]
    return bytes(left)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((), "no Content-Disposition"),
        (("Content-Disposition: attachment; name=a",), "no Content-Disposition"),
        (("Content-Disposition: form-data; filename=a",), "no Content-Disposition"),
        (("Content-Disposition: form-data; name=a", "Content-Transfer-Encoding: base64"), "Content-Transfer-Encoding"),
        (("Content-Disposition: form-data; name=a", f"X: {'x' * 4_096}"), "is not a form"),
        (("Content-Disposition: form-data; name=a", *(f"X{number}: x" for number in range(8))), "is not a form"),
        (("a header without a colon",), "is not a form"),
    ],
)
async def test_a_part_with_a_bad_head_is_refused(lines: tuple[str, ...], reason: str) -> None:
    body = "\r\n".join((f"--{BOUNDARY}", *lines, "", "content", f"--{BOUNDARY}--")).encode()

    with pytest.raises(Refused, match=reason):
        await parts_of(body)


async def test_the_form_ends_at_its_last_boundary_whatever_follows() -> None:
    assert await parts_of(BODY + b"an epilogue\r\n--a-boundary\r\n") == WHOLE


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        ("multipart/form-data; boundary=x", b"x"),
        ('Multipart/Form-Data; charset=utf-8; boundary="a b"', b"a b"),
        (f"multipart/form-data; boundary={'x' * 70}", b"x" * 70),
    ],
)
def test_the_boundary_is_found(header: str, boundary: bytes) -> None:
    assert read_boundary(header) == boundary


@pytest.mark.parametrize("parameters", ["", "; boundary=", '; boundary=""', f"; boundary={'x' * 71}", "; charset=utf-8"])
def test_a_form_without_a_usable_boundary_is_refused(parameters: str) -> None:
    with pytest.raises(Refused, match="The content type must name a boundary of 1 to 70 characters"):
        read_boundary(f"multipart/form-data{parameters}")
