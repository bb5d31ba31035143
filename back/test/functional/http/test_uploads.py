"""Requests with files, by the GraphQL multipart request specification."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.application import create_application
from filesystem.blobs import open_blobs
from forms import BOUNDARY, FORM_TYPE, Part, form, request_parts
from settings import Limits
from small_service import SmallService, small_client
from stores import sign

UPLOAD = "mutation ($file: Upload!, $more: [Upload!], $holder: Holder) { upload(file: $file, more: $more, holder: $holder) }"
ONE = request_parts(UPLOAD, {"file": None}, {"0": ["variables.file"]}, Part("0", b"content", "a.sarif", ("Content-Type: x/y",)))
LIMITS = Limits(body_bytes=1_000, upload_bytes=5_000, upload_files=2)


def line(content: bytes, filename: str, content_type: str = "") -> str:
    return f"{filename} {content_type} {len(content)} {hashlib.sha256(content).hexdigest()}"


async def post(
    body: bytes | AsyncIterator[bytes],
    *,
    service: SmallService | None = None,
    limits: Limits = LIMITS,
    content_type: str = FORM_TYPE,
) -> httpx.Response:
    async with small_client((service or SmallService()).application(limits=limits), secret="ada-secret") as client:
        return await client.post("/api", content=body, headers={"Content-Type": content_type})


async def stream(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def error_of(response: httpx.Response) -> tuple[int, str, str]:
    error = response.json()["errors"][0]
    return response.status_code, error["extensions"]["code"], error["message"]


async def test_a_file_is_stored_and_given_to_its_variable() -> None:
    service = SmallService()

    response = await post(form(ONE), service=service)

    assert response.json()["data"] == {"upload": [line(b"content", "a.sarif", "x/y")]}
    assert list(service.blobs.contents.values()) == [b"content"]


async def test_several_files_come_to_lists_and_inputs_and_one_file_to_several_places() -> None:
    parts = request_parts(
        UPLOAD,
        {"file": None, "more": [None, None], "holder": {"file": None, "name": "n"}},
        {"x": ["variables.file", "variables.more.1"], "y": ["variables.more.0", "variables.holder.file"]},
        Part("y", b"", "../../b"),
        Part("x", b"\r\n--", "C:\\folder\\é\x07"),
    )

    response = await post(form(parts), limits=Limits())

    y, x = line(b"", "b"), line(b"\r\n--", "é")
    assert response.json()["data"] == {"upload": [x, y, x, y]}


async def test_a_file_of_the_limit_passes_and_one_byte_more_is_refused_and_not_kept() -> None:
    async def send(size: int, service: SmallService) -> httpx.Response:
        parts = (*ONE[:2], Part("0", b"x" * size, "a"))
        return await post(stream(form(parts), 700), service=service, limits=LIMITS)

    passed, refused = SmallService(), SmallService()
    assert (await send(5_000, passed)).json()["data"] == {"upload": [line(b"x" * 5_000, "a")]}

    message = 'The file of the part "0" is too long: the limit "upload_bytes" is 5000'
    assert error_of(await send(5_001, refused)) == (413, "UPLOAD_BYTES_LIMIT", message)
    assert (refused.blobs.puts, refused.blobs.contents, refused.notes) == (1, {}, [])


async def test_a_form_is_one_file_and_one_body_long_at_most_announced_or_not() -> None:
    body = form(ONE) + b"x" * 6_000
    service = SmallService()

    announced, streamed = await post(body, service=service), await post(stream(body, 500), service=service)

    message = 'The body is too long: the limit "upload_bytes" is 5000'
    assert [error_of(announced), error_of(streamed)] == [(413, "UPLOAD_BYTES_LIMIT", message)] * 2
    assert service.notes == []


async def test_the_parts_without_files_are_one_body_long_at_most_together() -> None:
    def parts(length: int) -> tuple[Part, ...]:
        free = 1_000 - sum(len(part.content) for part in ONE[:2])
        return (
            ONE[0]._replace(content=ONE[0].content + b" " * (free // 2)),
            ONE[1]._replace(content=ONE[1].content + b" " * length),
            ONE[2],
        )

    room = 1_000 - sum(len(part.content) for part in parts(0)[:2])

    assert (await post(form(parts(room)))).status_code == 200
    message = 'The parts "operations" and "map" are too long: the limit "body_bytes" is 1000'
    assert error_of(await post(form(parts(room + 1)))) == (413, "BODY_BYTES_LIMIT", message)


async def test_a_form_on_another_path_has_the_length_of_a_plain_body() -> None:
    async with small_client(SmallService().application(limits=LIMITS)) as client:
        response = await client.post("/live", content=b"x" * 1_001, headers={"Content-Type": FORM_TYPE})

    assert error_of(response)[:2] == (413, "BODY_BYTES_LIMIT")


OPERATIONS, MAP, FILE = ONE
NOT_TAKEN: Mapping[str, tuple[tuple[Part, ...], str]] = {
    "no parts": ((), 'The first part of the form must be "operations"'),
    "no map": ((OPERATIONS,), 'The second part of the form must be "map"'),
    "map first": ((MAP, OPERATIONS, FILE), 'The first part of the form must be "operations"'),
    "the file before the map": ((OPERATIONS, FILE, MAP), 'The second part of the form must be "map"'),
    "the file first": ((FILE, OPERATIONS, MAP), 'The first part of the form must be "operations"'),
    "no file": ((OPERATIONS, MAP), 'The part "map" names the file "0", which the form does not have'),
    "a file not named": ((OPERATIONS, MAP, FILE, FILE._replace(name="1")), 'The part "1" is not named in the part "map", or comes twice'),
    "a file twice": ((OPERATIONS, MAP, FILE, FILE), 'The part "0" is not named in the part "map", or comes twice'),
    "a text for a file": ((OPERATIONS, MAP, FILE._replace(filename=None)), 'The part "0" has no file name'),
    "a batch": (
        (OPERATIONS._replace(content=b"[" + OPERATIONS.content + b"]"), MAP, FILE),
        "Several operations in one request are not supported: send one object",
    ),
    "operations that are no JSON": ((OPERATIONS._replace(content=b"{"), MAP, FILE), 'The part "operations" is not JSON in UTF-8'),
    "operations that are no object": ((OPERATIONS._replace(content=b"1"), MAP, FILE), 'The part "operations" must be a JSON object'),
    "an unknown key": ((OPERATIONS._replace(content=b'{"id":1}'), MAP, FILE), 'Unknown key "id" in the part "operations"'),
    "too many lists": (
        (OPERATIONS._replace(content=b"[" * 50_001), MAP, FILE),
        'The body holds too many lists and objects: the limit "body_containers" is 50000',
    ),
    "a map that is no object": ((OPERATIONS, MAP._replace(content=b"[]"), FILE), 'The part "map" must be a JSON object'),
    "a path to no null": (
        (OPERATIONS, MAP._replace(content=b'{"0":["variables.holder"]}'), FILE),
        'The path "holder" in the part "map" does not lead to a variable that is null',
    ),
    "too many files": (
        (OPERATIONS, MAP._replace(content=orjson.dumps({str(number): ["variables.file"] for number in range(9)})), FILE),
        'The part "map" names too many places: the limit "upload_files" is 8',
    ),
    "a document that does not fit": (
        request_parts("mutation { unknown }", {}, {}, FILE),
        "Cannot query field 'unknown' on type 'Mutation'.",
    ),
    "a variable that is not declared": (
        request_parts("{ me { id } }", {"file": None}, {"0": ["variables.file"]}, FILE),
        "Variable '$file' is not declared by the operation",
    ),
}


@pytest.mark.parametrize("case", NOT_TAKEN)
async def test_a_form_that_breaks_a_rule_is_refused_with_its_fault_and_changes_nothing(case: str) -> None:
    parts, message = NOT_TAKEN[case]
    service = SmallService()

    response = await post(form(parts), service=service, limits=Limits())

    assert (response.status_code, error_of(response)[2]) == (400, message)
    assert service.notes == []


async def test_what_is_known_to_be_refused_is_refused_before_a_file_is_taken() -> None:
    service = SmallService()
    parts = request_parts("mutation ($file: Upload!) { unknown(file: $file) }", {"file": None}, {"0": ["variables.file"]}, FILE)

    response = await post(form(parts), service=service)

    assert error_of(response)[:2] == (400, "INVALID_DOCUMENT")
    assert service.blobs.puts == 0


async def test_a_form_cut_short_is_refused() -> None:
    whole = form(ONE)
    service = SmallService()

    responses = [await post(whole[:length], service=service) for length in range(0, len(whole) - 3, 7)]

    assert {(response.status_code, error_of(response)[1]) for response in responses} == {(400, "BAD_REQUEST")}
    assert (service.notes, service.blobs.contents) == ([], {})


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=", f"multipart/form-data; boundary={'x' * 71}"]
)
async def test_a_form_needs_a_boundary(content_type: str) -> None:
    response = await post(form(ONE), content_type=content_type)

    assert error_of(response) == (400, "BAD_REQUEST", "The content type must name a boundary of 1 to 70 characters")


EXPECTED = "Exception - A file is sent as a part of a multipart/form-data request, not as a value"


@pytest.mark.parametrize("value", ["a.sarif", {"digest": "0" * 64}, 1, ["0"], True])
async def test_a_variable_of_the_json_is_no_file(value: object) -> None:
    content = orjson.dumps({"query": UPLOAD, "variables": {"file": value}})
    service = SmallService()

    response = await post(content, service=service, content_type="application/json")

    assert error_of(response) == (400, "UPLOAD_EXPECTED", EXPECTED)
    assert service.notes == []


@pytest.mark.parametrize("literal", ['"a.sarif"', "1", '{ digest: "0" }', "FILE"])
async def test_a_literal_is_no_file(literal: str) -> None:
    content = orjson.dumps({"query": f"mutation {{ upload(file: {literal}) }}"})
    service = SmallService()

    response = await post(content, service=service, content_type="application/json")

    assert error_of(response)[0] == 400
    assert EXPECTED in error_of(response)[2]
    assert service.notes == []


async def test_a_form_without_files_is_a_request_like_any_other() -> None:
    response = await post(form(request_parts("{ me { name } }", {}, {})))

    assert response.json()["data"] == {"me": {"name": "Ada"}}


async def test_a_pause_longer_than_an_operation_ends_an_upload_and_so_does_its_whole_time() -> None:
    async def pausing() -> AsyncIterator[bytes]:
        yield form(ONE)[:-20]
        await asyncio.Event().wait()

    async def trickling() -> AsyncIterator[bytes]:
        yield form(ONE)[:-20]
        while True:
            yield b"x"
            await asyncio.sleep(0)

    service = SmallService()
    paused = await post(pausing(), service=service, limits=Limits(operation_seconds=0.02))
    trickled = await post(trickling(), service=service, limits=Limits(upload_seconds=0.02))

    assert [error_of(paused), error_of(trickled)] == [(408, "REQUEST_TIMEOUT", "The body takes too long")] * 2
    assert (service.notes, service.blobs.contents) == ([], {})


async def test_a_refused_file_leaves_nothing_half_written_on_disk(tmp_path: Path) -> None:
    blobs = await open_blobs(tmp_path / "blobs", base_url="http://localhost:8001", sign=sign)
    resources = SmallService().resources(limits=LIMITS)._replace(blobs=blobs)
    parts = (*ONE[:2], Part("0", b"x" * 5_500, "a"))

    async with small_client(create_application(resources), secret="ada-secret") as client:
        refused = await client.post("/api", content=stream(form(parts), 500), headers={"Content-Type": FORM_TYPE})
        cut = await client.post("/api", content=stream(form(ONE)[:-9], 50), headers={"Content-Type": FORM_TYPE})

    assert (refused.status_code, cut.status_code) == (413, 400)
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


@given(
    body=st.one_of(
        st.binary(max_size=300),
        st.lists(st.tuples(st.integers(0, 600), st.binary(max_size=4)), max_size=6).map(lambda changes: _changed(form(ONE), changes)),
        st.lists(st.sampled_from([*ONE, Part("", b"", ""), Part("0", f"\r\n--{BOUNDARY}-".encode(), "f")])).map(form),
    ),
    size=st.integers(1, 700),
)
async def test_no_form_whatsoever_is_answered_by_a_fault_of_ours(body: bytes, size: int) -> None:
    response = await post(stream(body, size))

    assert response.status_code in {200, 400, 413}


def _changed(body: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    for place, piece in changes:
        body = body[:place] + piece + body[place + len(piece) :]
    return body
