"""Reading the forms of pages."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Message

from app.form_fields import BadForm, read_fields

FORM = "application/x-www-form-urlencoded"
texts = st.text(max_size=40)


async def read(body: bytes, content_type: str = FORM) -> Mapping[str, str]:
    pieces = [body[start : start + 1_000] for start in range(0, len(body), 1_000)] or [b""]

    async def receive() -> Message:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    return await read_fields(Request({"type": "http", "headers": [(b"content-type", content_type.encode())]}, receive))


@given(st.dictionaries(texts.filter(bool), texts, max_size=8))
async def test_fields_are_read_as_they_were_written(fields: dict[str, str]) -> None:
    assert await read(urlencode(fields).encode()) == fields


async def test_of_two_fields_of_a_name_the_last_counts_and_blank_ones_are_there() -> None:
    assert await read(b"a=1&a=2&b=", f"{FORM}; charset=UTF-8") == {"a": "2", "b": ""}
    assert await read(b"") == {}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"a=1", "text/plain"),
        (b"a=1", "multipart/form-data; boundary=x"),
        (b"a=1", ""),
        (b"a", FORM),
        (b"a=1&&b=2", FORM),
        (b"a=\xff", FORM),
        (b"&".join([b"a=1"] * 9), FORM),
        (b"a=" + b"x" * 4_096, FORM),
    ],
)
async def test_what_no_page_of_ours_sends_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(BadForm):
        await read(body, content_type)
