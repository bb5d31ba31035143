"""The smallest client that keeps a connection, so that little of what is measured is its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

import orjson


class Answer(NamedTuple):
    """The status and the body of an answer."""

    status: int
    body: bytes


@dataclass(slots=True)
class Connection:
    """A connection that takes one request at a time, and is made anew when the server has had enough of it."""

    url: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send a request and read its answer, which must say how long it is."""
        given = {"host": urlsplit(self.url).netloc, "content-length": str(len(body)), **headers}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        status, *rest = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in rest if line.startswith("content-length:"))
        answer = Answer(int(status.split()[1]), await self.reader.readexactly(length))
        if "connection: close" in rest:
            self.writer.close()
            self.reader, self.writer = await _open(self.url)
        return answer

    async def graphql(self, document: str, variables: Mapping[str, object] | None = None, *, headers: Mapping[str, str]) -> Answer:
        """Send a GraphQL request."""
        body = orjson.dumps({"query": document, "variables": dict(variables or {})})
        return await self.ask("POST", "/api", headers={"content-type": "application/json", **headers}, body=body)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    """Keep a connection for a block."""
    connection = Connection(url, *await _open(url))
    try:
        yield connection
    finally:
        connection.writer.close()


async def _open(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(url)
    return await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 24)
