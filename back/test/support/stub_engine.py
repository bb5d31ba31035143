"""A search engine that answers as a test says, below the real client; what it was asked is kept."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import orjson
from opensearchpy import AsyncConnection, AsyncOpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection


class Asked(NamedTuple):
    """A request."""

    method: str
    url: str
    params: Mapping[str, Any]
    body: bytes

    def lines(self) -> list[dict[str, Any]]:
        """Return the JSON of each line."""
        return [orjson.loads(line) for line in self.body.splitlines()]


class Answer(NamedTuple):
    """What the engine answers."""

    status: int
    body: object

    def text(self) -> str:
        """Return the JSON, or the text itself."""
        return self.body if isinstance(self.body, str) else orjson.dumps(self.body).decode()


Reply: TypeAlias = Answer | Exception
UNREACHABLE = NoConnection("N/A", "refused", OSError("refused"))


@dataclass(slots=True)
class StubEngine:
    """Answers in order, or what a function makes of each request."""

    replies: Sequence[Reply] | Callable[[Asked], Reply]
    asked: list[Asked] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def reply(self, asked: Asked) -> Answer:
        """Note a request and answer it."""
        self.asked.append(asked)
        found = self.replies(asked) if callable(self.replies) else self.replies[len(self.asked) - 1]
        if isinstance(found, Exception):
            raise found
        return found

    async def pause(self, seconds: float) -> None:
        """Note a pause and take none."""
        self.pauses.append(seconds)

    def client(self) -> AsyncOpenSearch:
        """Return a client of this engine, without retries of its own."""
        return AsyncOpenSearch(hosts=["http://stub.test"], connection_class=_connection(self), max_retries=0)


def _connection(engine: StubEngine) -> type[AsyncConnection]:
    class Connection(AsyncConnection):
        async def perform_request(
            self,
            method: str,
            url: str,
            params: Mapping[str, Any] | None = None,
            body: Any = None,
            timeout: float | None = None,  # noqa: ARG002, ASYNC109 -- the signature is the client's
            ignore: Collection[int] = (),
            headers: Mapping[str, str] | None = None,  # noqa: ARG002 -- the same
        ) -> Any:
            sent = body if isinstance(body, bytes) else (body or "").encode()
            answer = engine.reply(Asked(method, url, params or {}, sent))
            if answer.status >= 300 and answer.status not in ignore:
                self._raise_error(answer.status, answer.text(), "application/json")
            return answer.status, {"content-type": "application/json"}, answer.text()

        async def close(self) -> None:
            """Do nothing: nothing is open."""

    return Connection
