"""A server that answers as a test says, for clients; what it was asked is kept."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

from cli.client import Client

URL = "http://stub.test"
Answer = httpx.Response | Exception


@dataclass(slots=True)
class Stub:
    """The requests of a client, and the seconds that it paused."""

    bodies: list[bytes] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def operations(self) -> list[dict[str, Any]]:
        """Return the JSON of each request, of a form its part `operations`."""
        return [orjson.loads(found.group(1) if (found := _OPERATIONS.search(body)) else body) for body in self.bodies]


_OPERATIONS = re.compile(rb'name="operations"\r\n\r\n(.*?)\r\n--', re.DOTALL)


def answer(data: object, *, status: int = 200) -> httpx.Response:
    """Return the answer of an operation that was executed."""
    return httpx.Response(status, json={"data": data})


def refusal(message: str, code: str, *, status: int = 200) -> httpx.Response:
    """Return an answer that refuses."""
    return httpx.Response(status, json={"data": None, "errors": [{"message": message, "extensions": {"code": code}}]})


@contextmanager
def stubbed(answers: Sequence[Answer] | Callable[[dict[str, Any]], Answer]) -> Iterator[tuple[Client, Stub]]:
    """Give a client of a server that gives these answers in order, or what a function makes of each operation."""
    stub = Stub()

    def handle(request: httpx.Request) -> httpx.Response:
        stub.bodies.append(request.read())
        made = answers(stub.operations()[-1]) if callable(answers) else answers[len(stub.bodies) - 1]
        if isinstance(made, Exception):
            raise made
        return made

    with httpx.Client(transport=httpx.MockTransport(handle), base_url=URL) as http:
        yield Client(http, URL, stub.pauses.append), stub
