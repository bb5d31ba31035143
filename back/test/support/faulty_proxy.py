"""A proxy in front of an engine that speaks HTTP: it passes requests on, unless a plan says that one fails, and how."""

import asyncio
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import httpx
import orjson

_HOPS = frozenset({"connection", "content-length", "content-encoding", "transfer-encoding", "keep-alive"})


class Request(NamedTuple):
    """A request as a plan sees it."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By lower-case names."""
    body: bytes

    @property
    def call(self) -> str:
        """Return the name of a call of AWS, such as `GetRecords`; the path for anything else."""
        return self.headers.get("x-amz-target", self.path).rpartition(".")[2]


class Refusal(NamedTuple):
    """The engine answers an error and does nothing."""

    status: int
    kind: str
    message: str = "as planned"
    reasons: tuple[str, ...] = ()
    """Of a transaction, for each of its actions."""

    def body(self) -> bytes:
        """Return the error as AWS writes it."""
        reasons = {"CancellationReasons": [{"Code": code} for code in self.reasons]} if self.reasons else {}
        return orjson.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{self.kind}", "message": self.message, **reasons})


class Reset(NamedTuple):
    """The connection is reset, before the engine sees the request or after it has done what it says."""

    is_done: bool = False


class Partial(NamedTuple):
    """The engine sees another request in place of the one that was sent, and its answer is changed on the way back."""

    request: Request
    change: Callable[[bytes], bytes]


class Slow(NamedTuple):
    """The engine sees the request after so many seconds."""

    seconds: float


Fault = Refusal | Reset | Partial | Slow
Plan = Callable[[Request], Fault | None]

THROTTLED = Refusal(400, "ProvisionedThroughputExceededException")
INTERNAL = Refusal(500, "InternalServerError")


def healthy(_request: Request) -> Fault | None:
    """Let everything pass."""
    return None


@dataclass(slots=True)
class FaultyProxy:
    """A proxy that runs; a test changes its plan as it goes, and looks at what was asked and what failed."""

    url: str
    plan: Plan = healthy
    asked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)


@asynccontextmanager
async def faulty_proxy(upstream: str, *, port: int = 0) -> AsyncIterator[FaultyProxy]:
    """Run a proxy on a loopback port until the end of the block."""
    proxy = FaultyProxy(url="")
    async with httpx.AsyncClient(base_url=upstream, timeout=30) as client:

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                with suppress(ConnectionError, asyncio.IncompleteReadError, httpx.TransportError):
                    while await _answer(proxy, client, reader, writer):
                        continue
            finally:
                writer.close()

        served: list[asyncio.Task[None]] = []

        def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            served.append(asyncio.create_task(answer(reader, writer)))

        server = await asyncio.start_server(serve, "127.0.0.1", port)
        proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield proxy
        finally:
            server.close()
            for task in served:
                task.cancel()
            await asyncio.gather(*served, return_exceptions=True)
            if hasattr(server, "close_clients"):  # from Python 3.13 on
                server.close_clients()


async def _answer(proxy: FaultyProxy, client: httpx.AsyncClient, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Answer one request; false when the connection is over."""
    request = await _read(reader)
    proxy.asked[request.call] += 1
    fault = proxy.plan(request)
    if fault is not None:
        proxy.failed[request.call] += 1
    match fault:
        case Refusal():
            await _write(writer, fault.status, {"content-type": "application/x-amz-json-1.0"}, fault.body())
            return True
        case Reset(is_done=is_done):
            if is_done:
                await _pass_on(client, request)
            _reset(writer)
            return False
        case Partial(request=other, change=change):
            answer = await _pass_on(client, other)
            await _write(writer, answer.status_code, {"content-type": answer.headers["content-type"]}, change(answer.content))
            return True
        case Slow(seconds=seconds):
            await asyncio.sleep(seconds)
    answer = await _pass_on(client, request)
    await _write(writer, answer.status_code, answer.headers, answer.content)
    return True


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(method, path, headers, await reader.readexactly(int(headers.get("content-length", 0))))


async def _pass_on(client: httpx.AsyncClient, request: Request) -> httpx.Response:
    headers = {name: value for name, value in request.headers.items() if name not in _HOPS}
    return await client.request(request.method, request.path, headers=headers, content=request.body)


async def _write(writer: asyncio.StreamWriter, status: int, headers: Mapping[str, str], body: bytes) -> None:
    kept = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if name.lower() not in _HOPS)
    writer.write(f"HTTP/1.1 {status} As planned\r\n{kept}content-length: {len(body)}\r\n\r\n".encode("latin-1") + body)
    await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close a connection so that its other end is told of an error."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
