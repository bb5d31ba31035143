from pathlib import Path

import httpx
import pytest

from cli.client import Failed, ask, connected, shown, upload
from stub_server import URL, answer, refusal, stubbed

STRANGE = f"{URL} answers with status 200, and not as Integrates does"
BUSY = refusal("Service unavailable, please retry", "UNAVAILABLE", status=503)
LOST = httpx.ReadError("the connection was lost")


def test_the_data_of_an_answer_comes_back() -> None:
    with stubbed([answer({"me": {"role": "user"}})]) as (client, stub):
        assert ask(client, "{ me { role } }", {"a": 1}) == {"me": {"role": "user"}}

    assert stub.operations() == [{"query": "{ me { role } }", "variables": {"a": 1}}]


@pytest.mark.parametrize(
    "lost",
    [
        LOST,
        httpx.ConnectError("refused"),
        httpx.WriteTimeout("late"),
        refusal("Service unavailable, please retry", "UNAVAILABLE", status=503),
    ],
)
def test_what_was_not_answered_is_asked_again_after_a_pause(lost: httpx.Response | Exception) -> None:
    with stubbed([lost, lost, answer({"a": 1})]) as (client, stub):
        assert ask(client, "{ a }", {}) == {"a": 1}

    assert stub.pauses == [0.5, 2.0]


def test_what_is_not_answered_the_third_time_fails() -> None:
    with stubbed([LOST] * 3) as (client, stub), pytest.raises(Failed) as raised:
        ask(client, "{ a }", {})

    assert (raised.value.message, raised.value.exit_code) == (f"{URL} cannot be reached: the connection was lost", 2)
    assert len(stub.bodies) == 3


def test_what_may_not_be_done_twice_is_asked_once() -> None:
    with stubbed([LOST]) as (client, stub), pytest.raises(Failed, match="cannot be reached"):
        ask(client, "mutation { a }", {}, repeats=False)

    assert (len(stub.bodies), stub.pauses) == (1, [])


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (refusal("Access denied", "ACCESS_DENIED"), f"{URL} refuses: Access denied"),
        (refusal("Exception - Root not found", "ROOT_NOT_FOUND"), f"{URL} refuses: Root not found"),
        (refusal("Login required", "LOGIN_REQUIRED"), f"{URL} refuses: Login required: the API token is wrong, expired or revoked"),
        (refusal("The body is too long", "BODY_BYTES_LIMIT", status=413), f"{URL} refuses: The body is too long"),
        (refusal("a\x1b[2Jb\nc", "X"), f"{URL} refuses: a [2Jb c"),
        (httpx.Response(200, html="<p>hello</p>"), STRANGE),
        (httpx.Response(404, json=["x"]), f"{URL} answers with status 404, and not as Integrates does"),
        (httpx.Response(200, json={"data": None}), STRANGE),
        (
            httpx.Response(200, json={"data": {}, "errors": [1, {"message": 1}]}),
            STRANGE,
        ),
        (
            httpx.Response(301, headers={"Location": "https://stub.test/api"}),
            f"{URL} leads elsewhere, to https://stub.test/api: see --server",
        ),
    ],
)
def test_a_refusal_is_told_in_one_line_and_not_asked_for_again(response: httpx.Response, message: str) -> None:
    with stubbed([response]) as (client, stub), pytest.raises(Failed) as raised:
        ask(client, "{ a }", {})

    assert raised.value.message == message
    assert len(stub.bodies) == 1


def test_a_file_is_sent_anew_and_whole_with_the_same_variables_after_the_connection_was_lost(tmp_path: Path) -> None:
    file = tmp_path / "a.sarif"
    file.write_bytes(b"x" * 200_000)

    with stubbed([LOST, answer({"a": 1})]) as (client, stub):
        assert upload(client, "mutation", {"key": "k"}, file) == {"a": 1}

    assert stub.operations() == [{"query": "mutation", "variables": {"key": "k", "file": None}}] * 2
    assert [body.count(b"x" * 200_000) for body in stub.bodies] == [1, 1]
    assert b'{"0":["variables.file"]}' in stub.bodies[0]


@pytest.mark.parametrize(("name", "reason"), [("absent", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, reason: str) -> None:
    with stubbed([]) as (client, _), pytest.raises(Failed) as raised:
        upload(client, "mutation", {}, tmp_path / name)

    assert raised.value.message == f"{tmp_path / name} cannot be read: {reason}"


@pytest.mark.parametrize("server", ["http://host:1", "http://host:1/", " http://host:1/api ", "http://host:1/api/"])
def test_a_server_is_named_with_or_without_the_path_of_its_api(server: str) -> None:
    with connected(server, " secret\n") as client:
        assert client.url == "http://host:1"
        assert client.http.headers["authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("server", "token", "message"),
    [
        ("", "secret", "an empty text is no URL of a server such as http://localhost:8001: see --server"),
        ("localhost:8001", "secret", "localhost:8001 is no URL of a server such as http://localhost:8001: see --server"),
        ("http://", "secret", "http: is no URL of a server such as http://localhost:8001: see --server"),
        ("http://host:port", "secret", "http://host:port is no URL of a server such as http://localhost:8001: see --server"),
        ("http://host", " ", "no API token is given: set INTEGRATES_TOKEN, or use --token"),
        ("http://host", "a\r\nX: y", "the API token holds characters that no token has"),
        ("http://host", "señal", "the API token holds characters that no token has"),
    ],
)
def test_a_server_or_a_token_that_cannot_be_one_is_refused(server: str, token: str, message: str) -> None:
    with pytest.raises(Failed) as raised, connected(server, token):
        raise AssertionError

    assert raised.value.message == message


def test_what_a_terminal_would_obey_is_not_shown() -> None:
    assert shown("a\x1b]0;title\x07b\u202ec\r\nd é") == "a ]0;title b c  d é"
