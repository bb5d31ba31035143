"""What the commands share that speak to a server: where it is, how it is asked, and how they fail."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar
from urllib.parse import urlsplit

import click
import httpx
import orjson

T = TypeVar("T")
DEFAULT_SERVER = "http://localhost:8001"
_TIMEOUT = httpx.Timeout(60, connect=10)
"""The server gives up an operation after 30 s."""
_PAUSES = (0.5, 2.0)
"""The seconds before a second and a third attempt."""


class Failed(click.ClickException):
    """The command cannot do what it was asked for: one line on standard error, exit code 2."""

    exit_code = 2


class _NotAnswered(Exception):
    """Nothing came back from the server, or nothing but that it cannot answer now."""


class Client(NamedTuple):
    """A server, and the token to ask it with."""

    http: httpx.Client
    url: str
    pause: Callable[[float], None] = time.sleep
    """Waits for so many seconds."""


def server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take the server and the token as flags, `server` and `token`."""
    server = click.option(
        "--server", envvar="INTEGRATES_SERVER", default=DEFAULT_SERVER, show_default=True, help="The server's URL (INTEGRATES_SERVER)."
    )
    token = click.option("--token", envvar="INTEGRATES_TOKEN", default="", help="An API token (INTEGRATES_TOKEN).")
    return server(token(command))


@contextmanager
def connected(server: str, token: str) -> Iterator[Client]:
    """Give a client of a server. Raises `Failed` for a URL or a token that cannot be one."""
    url = server.strip().rstrip("/").removesuffix("/api")
    if not _is_origin(url):
        raise Failed(f"{url or 'an empty text'} is no URL of a server such as {DEFAULT_SERVER}: see --server")
    secret = token.strip()
    if not secret:
        raise Failed("no API token is given: set INTEGRATES_TOKEN, or use --token")
    if not (secret.isascii() and secret.isprintable()):
        raise Failed("the API token holds characters that no token has")
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {secret}"}, timeout=_TIMEOUT) as http:
        yield Client(http, url)


def ask(client: Client, document: str, variables: Mapping[str, object], *, repeats: bool = True) -> Any:
    """Return the data of a GraphQL request; one that may not be done twice does not repeat. Raises `Failed`."""
    content = orjson.dumps({"query": document, "variables": dict(variables)})

    def post() -> httpx.Response:
        return client.http.post("/api", content=content, headers={"Content-Type": "application/json"})

    return _data(client, _attempt(client, lambda: _send(client, post), attempts=len(_PAUSES) + 1 if repeats else 1))


def upload(client: Client, document: str, variables: Mapping[str, object], file: Path) -> Any:
    """Return the data of a request whose variable `file` is a file, sent as a stream; it repeats, so it needs an idempotency key.

    Raises `Failed`, also when the file cannot be read.
    """
    operations = orjson.dumps({"query": document, "variables": {**variables, "file": None}}).decode()
    fields = {"operations": operations, "map": '{"0":["variables.file"]}'}

    def post() -> httpx.Response:
        with file.open("rb") as content:
            parts = {"0": (file.name, content, "application/octet-stream")}
            return client.http.post("/api", data=fields, files=parts)

    try:
        return _data(client, _attempt(client, lambda: _send(client, post), attempts=len(_PAUSES) + 1))
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror or error}") from None


def download(client: Client, path: str, parameters: Mapping[str, str], file: BinaryIO) -> None:
    """Write what a server has at an address into a file, as it comes. Raises `Failed`, also when it breaks off."""
    try:
        with client.http.stream("GET", path, params=dict(parameters)) as response:
            if response.status_code != 200:
                response.read()
                raise Failed(_refusal(client, response))
            file.writelines(response.iter_bytes())
    except httpx.HTTPError as error:
        raise Failed(f"{client.url} does not answer to its end: {shown(str(error)) or type(error).__name__}") from None
    except OSError as error:
        raise Failed(f"the file cannot be written: {error.strerror or error}") from None


def shown(text: str) -> str:
    """Return a text of a report or a server in one line, without what a terminal would obey."""
    return "".join(each if each.isprintable() else " " for each in text)


def _is_origin(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0


def _attempt(client: Client, function: Callable[[], T], *, attempts: int) -> T:
    """Call a function until something is answered. Raises `Failed` when nothing is."""
    for seconds in _PAUSES[: attempts - 1]:
        try:
            return function()
        except _NotAnswered:
            client.pause(seconds)
    try:
        return function()
    except _NotAnswered as error:
        raise Failed(str(error)) from None


def _send(client: Client, post: Callable[[], httpx.Response]) -> httpx.Response:
    """Send a request. Raises `_NotAnswered` when sending it again may help."""
    try:
        response = post()
    except httpx.TimeoutException:
        raise _NotAnswered(f"{client.url} does not answer in time") from None
    except httpx.TransportError as error:
        raise _NotAnswered(f"{client.url} cannot be reached: {shown(str(error)) or type(error).__name__}") from None
    if response.status_code in {429, 502, 503, 504}:
        raise _NotAnswered(_refusal(client, response))
    return response


def _data(client: Client, response: httpx.Response) -> Any:
    """Return the data of an answer. Raises `Failed` for any error in it."""
    body = _read(response)
    if response.status_code != 200 or not isinstance(body.get("data"), dict) or body.get("errors"):
        raise Failed(_refusal(client, response))
    return body["data"]


def _refusal(client: Client, response: httpx.Response) -> str:
    """Tell in one line why a server did not do what it was asked for."""
    body = _read(response)
    errors = [error for error in body.get("errors") or () if isinstance(error, dict) and isinstance(error.get("message"), str)]
    if response.is_redirect:
        return f"{client.url} leads elsewhere, to {shown(response.headers.get('location', '')) or 'nowhere'}: see --server"
    if not errors:
        return f"{client.url} answers with status {response.status_code}, and not as Integrates does"
    codes = {error["extensions"].get("code") for error in errors if isinstance(error.get("extensions"), dict)}
    hint = ": the API token is wrong, expired or revoked" if "LOGIN_REQUIRED" in codes else ""
    texts = dict.fromkeys(shown(error["message"]).removeprefix("Exception - ") for error in errors)
    return f"{client.url} refuses: {'; '.join(texts)}{hint}"


def _read(response: httpx.Response) -> dict[str, Any]:
    try:
        body = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}
