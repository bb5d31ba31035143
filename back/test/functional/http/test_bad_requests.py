"""The table of bad requests: each limit is tried at its value, where it holds, and one past it, where it is refused."""

from collections.abc import Mapping

import httpx
import orjson
import pytest
from graphql import get_introspection_query

from settings import Limits
from small_service import SmallService, small_client

LIMITS = Limits(
    body_bytes=4_000,
    document_bytes=2_000,
    document_tokens=150,
    depth=4,
    selections=12,
    aliases=3,
    directives=3,
    root_fields=4,
    field_pairs=10,
    variables_bytes=1_000,
    cost=1_000,
)


async def post(
    body: bytes, *, limits: Limits = LIMITS, content_type: str = "application/json", secret: str | None = None
) -> httpx.Response:
    async with small_client(SmallService().application(limits=limits), secret=secret) as client:
        return await client.post("/api", content=body, headers={"Content-Type": content_type})


def error_of(response: httpx.Response) -> tuple[int, str, str]:
    error = response.json()["errors"][0]
    return response.status_code, error["extensions"]["code"], error["message"]


ILL_FORMED: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", "The body is not JSON in UTF-8"),
    "half an object": (b'{"query":', "The body is not JSON in UTF-8"),
    "two objects": (b'{"query":"{me{id}}"}{}', "The body is not JSON in UTF-8"),
    "not a number": (b'{"query":NaN}', "The body is not JSON in UTF-8"),
    "not UTF-8": (b'{"query":"\xff"}', "The body is not JSON in UTF-8"),
    "half a character": (b'{"query":"\\ud800"}', "The body is not JSON in UTF-8"),
    "a thousand lists": (b"[" * 2_000 + b"]" * 2_000, "The body is not JSON in UTF-8"),
    "several operations": (b'[{"query":"{me{id}}"}]', "Several operations in one request are not supported: send one object"),
    "a string": (b'"{me{id}}"', "The body must be a JSON object"),
    "null": (b"null", "The body must be a JSON object"),
    "no query": (b"{}", '"query" must be a string'),
    "a number for a query": (b'{"query":1}', '"query" must be a string'),
    "a number for a name": (b'{"query":"{me{id}}","operationName":1}', '"operationName" must be a string or null'),
    "a list of variables": (b'{"query":"{me{id}}","variables":[]}', '"variables" must be an object or null'),
    "a text of variables": (b'{"query":"{me{id}}","variables":"{}"}', '"variables" must be an object or null'),
    "a list of extensions": (b'{"query":"{me{id}}","extensions":[]}', '"extensions" must be an object or null'),
    "an unknown key": (b'{"query":"{me{id}}","id":"1"}', 'Unknown key "id" in the body'),
}


@pytest.mark.parametrize("case", ILL_FORMED)
async def test_a_body_that_is_no_request_is_refused_with_its_fault(case: str) -> None:
    body, message = ILL_FORMED[case]

    response = await post(body)

    assert error_of(response) == (400, "BAD_REQUEST", message)


REFUSED: Mapping[str, tuple[str, str, str]] = {
    "syntax": ("{me{id}", "SYNTAX_ERROR", "Syntax Error: Expected Name, found <EOF>."),
    "unknown field": ("{me{idd}}", "INVALID_DOCUMENT", "Cannot query field 'idd' on type 'Person'."),
    "unknown argument": ('{echo(txt:"")}', "INVALID_DOCUMENT", "Unknown argument 'txt' on field 'Query.echo'."),
    "unknown fragment": ("{me{...F}}", "INVALID_DOCUMENT", "Unknown fragment 'F'."),
    "unused fragment": ("{me{id}} fragment F on Person{id}", "INVALID_DOCUMENT", "Fragment 'F' is never used."),
    "fragment twice": (
        "{me{...F}} fragment F on Person{id} fragment F on Person{id}",
        "INVALID_DOCUMENT",
        "There can be only one fragment named 'F'.",
    ),
    "fragment in itself": ("{me{...F}} fragment F on Person{best{...F}}", "INVALID_DOCUMENT", "Cannot spread fragment 'F' within itself."),
    "fragments in a ring": (
        "{me{...F}} fragment F on Person{...G} fragment G on Person{...F}",
        "INVALID_DOCUMENT",
        "Cannot spread fragment 'F' within itself.",
    ),
    "a type": ("{me{id}} type A{a:Int}", "INVALID_DOCUMENT", "The 'A' definition is not executable."),
    "only fragments": ("fragment F on Person{id}", "INVALID_DOCUMENT", "Fragment 'F' is never used."),
    "two operations and no name": (
        "query a{me{id}} query b{me{id}}",
        "UNKNOWN_OPERATION",
        "Must provide operation name if query contains multiple operations.",
    ),
    "a subscription": ("subscription{me{id}}", "INVALID_DOCUMENT", "The subscription operation is not supported by the schema."),
    "a missing variable": (
        "query($n:String!){wait(name:$n)}",
        "INVALID_VARIABLES",
        "Variable '$n' has invalid value: Expected a value of non-null type 'String!' to be provided.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_document_that_cannot_be_executed_is_refused_with_its_fault(case: str) -> None:
    query, code, message = REFUSED[case]

    response = await post(orjson.dumps({"query": query}))

    assert error_of(response) == (400, code, message)
    assert "data" not in response.json()
    assert response.json()["extensions"]["cost"]["limit"] == 1_000


async def test_the_name_of_no_operation_is_refused_without_being_repeated() -> None:
    response = await post(b'{"query":"query a{me{id}}","operationName":"b"}')

    assert error_of(response) == (400, "UNKNOWN_OPERATION", "The document has no operation of the given name.")


def fields(count: int) -> str:
    return " ".join(f"f{number}" for number in range(count))


AT_LIMIT: Mapping[str, tuple[str, str, str, int, str]] = {
    "bytes": ("{me{id}}" + " " * 1_992, "{me{id}}" + " " * 1_993, "document_bytes", 2_000, "The document has 2001 bytes"),
    "bytes of wide letters": (
        "{me{id}}#" + "é" * 995 + " ",
        "{me{id}}#" + "é" * 996,
        "document_bytes",
        2_000,
        "The document has 2001 bytes",
    ),
    "tokens": (
        "{echo(numbers:[" + "1 " * 141 + "])}",
        "{echo(numbers:[" + "1 " * 142 + "])}",
        "document_tokens",
        150,
        "The document has too many tokens",
    ),
    "comments": ("{me{id}}" + "#\n" * 150, "{me{id}}" + "#\n" * 151, "document_tokens", 150, "The document has too many tokens"),
    "depth": ("{me{best{best{id}}}}", "{me{best{best{best{id}}}}}", "depth", 4, "The operation is 5 fields deep"),
    "depth by fragments": (
        "{me{...F}} fragment F on Person{best{...G}} fragment G on Person{best{id}}",
        "{me{...F}} fragment F on Person{best{...G}} fragment G on Person{best{best{id}}}",
        "depth",
        4,
        "The operation is 5 fields deep",
    ),
    "selections": (f"{{me{{{fields(11)}}}}}", f"{{me{{{fields(12)}}}}}", "selections", 12, "The document selects too much"),
    "selections by fragments": (
        f"{{me{{best{{...F}} ...F}}}} fragment F on Person{{{fields(4)}}}",
        f"{{me{{best{{...F}} ...F}}}} fragment F on Person{{{fields(5)}}}",
        "selections",
        12,
        "The document selects too much",
    ),
    "aliases": ("{me{a:id b:id c:id}}", "{me{a:id b:id c:id d:id}}", "aliases", 3, "The document has 4 aliases"),
    "aliases by fragments": (
        "{me{...F a:id}best:me{id}} fragment F on Person{b:id}",
        "{me{...F best{...F}}} fragment F on Person{b:id c:id}",
        "aliases",
        3,
        "The document has 4 aliases",
    ),
    "directives": (
        "{me @skip(if:false){id @skip(if:false) ...@skip(if:false){name}}}",
        "{me @skip(if:false){id @skip(if:false) ...@skip(if:false){name @skip(if:false)}}}",
        "directives",
        3,
        "The document has 4 directives",
    ),
    "root fields": (
        "{...F ...{echo}} fragment F on Query{me{id}people{id}peopleConnection{total}}",
        "{...F ...{echo}} fragment F on Query{me{id}people{id}peopleConnection{total}othersConnection{total}}",
        "root_fields",
        4,
        "The operation has 5 root fields",
    ),
    "field pairs": (
        "{me{id id id id id}}",
        "{me{id id id id id ...F}} fragment F on Person{id}",
        "field_pairs",
        10,
        "Too many fields answer under one name",
    ),
    "field pairs below pairs": (
        "{me{id id id id}me{name}}",
        "{me{id id id}me{id id}me{name}}",
        "field_pairs",
        10,
        "Too many fields answer under one name",
    ),
    "cost": (
        "{peopleConnection(first:500){total}peopleConnection(first:500){total}}".replace("}p", "}b:p").replace("500", "499"),
        "{peopleConnection(first:1000){total}}",
        "cost",
        1_000,
        "The operation costs 1001",
    ),
}


@pytest.mark.parametrize("case", AT_LIMIT)
async def test_a_document_at_its_limit_passes_and_one_past_it_is_refused(case: str) -> None:
    good, bad, limit, value, message = AT_LIMIT[case]

    passed = await post(orjson.dumps({"query": good}))
    refused = await post(orjson.dumps({"query": bad}))

    assert "errors" not in passed.json()
    assert passed.status_code == 200
    assert error_of(refused) == (400, f"{limit.upper()}_LIMIT", f'{message}: the limit "{limit}" is {value}')
    assert refused.json()["errors"][0]["extensions"] == {"code": f"{limit.upper()}_LIMIT", "limit": limit, "value": value}


async def test_variables_at_their_length_pass_and_one_byte_more_is_refused() -> None:
    query = "query($text:String){echo(text:$text)}"

    passed = await post(orjson.dumps({"query": query, "variables": {"text": "x" * 989}}))
    refused = await post(orjson.dumps({"query": query, "variables": {"text": "x" * 990}}))

    assert passed.json()["data"] == {"echo": "x" * 989}
    assert error_of(refused) == (400, "VARIABLES_BYTES_LIMIT", 'The variables have 1001 bytes: the limit "variables_bytes" is 1000')


@pytest.mark.parametrize("declared", ["", "($text:String)"])
async def test_a_variable_nobody_declared_is_refused_whether_others_are_declared_or_not(declared: str) -> None:
    query = f"query q{declared}{{echo{'(text:$text)' if declared else ''}}}"

    response = await post(orjson.dumps({"query": query, "variables": {"other": 1}}))

    assert error_of(response) == (400, "UNDECLARED_VARIABLES", "Variable '$other' is not declared by the operation")


async def test_a_value_that_does_not_fit_its_variable_is_refused_without_being_repeated() -> None:
    query = "query($filter:Filter){echo(filter:$filter)}"

    response = await post(orjson.dumps({"query": query, "variables": {"filter": {"age": "hunter2"}}}))

    assert error_of(response) == (
        400,
        "INVALID_VARIABLES",
        "Variable '$filter' has invalid value at .age: Int cannot represent non-integer",
    )
    assert "hunter2" not in response.text


async def test_a_body_at_its_length_passes_and_one_byte_more_is_refused_announced_or_not() -> None:
    body = b'{"query":"{me{id}}"}'

    async def stream(content: bytes):  # type: ignore[no-untyped-def]  # httpx takes any asynchronous iterator
        for start in range(0, len(content), 1_000):
            yield content[start : start + 1_000]

    async with small_client(SmallService().application(limits=LIMITS)) as client:
        headers = {"Content-Type": "application/json"}
        passed = await client.post("/api", content=body.ljust(4_000), headers=headers)
        announced = await client.post("/api", content=body.ljust(4_001), headers=headers)
        streamed = await client.post("/api", content=stream(body.ljust(4_001)), headers=headers)

    assert passed.json()["data"] == {"me": {"id": "1"}}
    message = 'The body is too long: the limit "body_bytes" is 4000'
    assert [error_of(announced), error_of(streamed)] == [(413, "BODY_BYTES_LIMIT", message)] * 2


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "json"]
)
async def test_a_body_that_is_not_said_to_be_json_is_refused(content_type: str) -> None:
    response = await post(b'{"query":"{me{id}}"}', content_type=content_type)

    message = "The body must be application/json in UTF-8, or multipart/form-data with files"
    assert error_of(response) == (415, "UNSUPPORTED_MEDIA_TYPE", message)


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])
async def test_json_in_utf_8_is_taken_however_it_is_written(content_type: str) -> None:
    response = await post(b'{"query":"{me{id}}"}', content_type=content_type)

    assert response.json()["data"] == {"me": {"id": "1"}}


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip"])
async def test_an_encoded_body_is_refused_rather_than_misread(content_type: str, encoding: str) -> None:
    async with small_client(SmallService().application(), secret="ada-secret") as client:
        response = await client.post("/api", content=b"\x1f\x8b", headers={"Content-Type": content_type, "Content-Encoding": encoding})

    message = "The body must have no Content-Encoding; a file in a form may be compressed"
    assert error_of(response) == (415, "UNSUPPORTED_MEDIA_TYPE", message)


@pytest.mark.parametrize("secret", [None, "of-nobody"])
async def test_a_form_with_files_needs_a_person(secret: str | None) -> None:
    response = await post(b"--x--", content_type="multipart/form-data; boundary=x", secret=secret)

    assert error_of(response) == (401, "LOGIN_REQUIRED", "Login required")
    assert response.headers["www-authenticate"] == "Bearer"


async def test_the_standard_introspection_passes_every_default_limit_and_costs_less_than_half() -> None:
    response = await post(
        orjson.dumps({"query": get_introspection_query(descriptions=True, input_value_deprecation=True)}), limits=Limits()
    )

    assert response.status_code == 200
    assert response.json()["data"]["__schema"]["queryType"]["name"] == "Query"
    assert 10_000 < response.json()["extensions"]["cost"]["cost"] < 25_000


async def test_each_limit_checked_before_validation_comes_before_it() -> None:
    response = await post(b'{"query":"{me{a:unknown b:unknown c:unknown d:unknown}}"}')

    assert error_of(response)[1] == "ALIASES_LIMIT"
