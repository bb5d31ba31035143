"""A server that passes requests on to another and does to some of them what networks and overloaded services do."""

import io
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import aiohttp
from aiohttp import web

_LARGEST = 64 * 1024 * 1024
_OF_ONE_CONNECTION = frozenset({"host", "transfer-encoding", "content-length", "connection", "expect", "date", "server"})


class Fault(StrEnum):
    """What becomes of a request."""

    CUT = "cut"
    """Done; the answer breaks off in its middle."""
    ERROR = "error"
    """Not done; answered with status 500."""
    LOST = "lost"
    """Done; the connection is reset in place of an answer."""
    NONE = "none"
    RESET = "reset"
    """Not done; the connection is reset."""
    SLOW_DOWN = "slow down"
    """Not done; answered with status 503."""
    TWICE = "twice"
    """Done two times."""


Decide = Callable[[str], Fault]
"""Takes method, path, query and target of a request in one line."""


@dataclass(slots=True)
class Proxy:
    """Where the proxy listens, and the requests that it was sent, in order."""

    url: str
    seen: list[str] = field(default_factory=list)


def in_order(part: str, faults: Sequence[Fault]) -> Decide:
    """Return what does these, one after another, to the requests that have a text in their line, and nothing to others."""
    left = iter(faults)
    return lambda line: next(left, Fault.NONE) if part in line else Fault.NONE


@asynccontextmanager
async def faulty_proxy(target: str, decide: Decide) -> AsyncIterator[Proxy]:
    """Listen on a free port of this machine for as long as the context lasts."""
    proxy = Proxy("")
    async with aiohttp.ClientSession(auto_decompress=False) as session:

        async def handle(request: web.Request) -> web.StreamResponse:
            line = f"{request.method} {request.raw_path} {request.headers.get('X-Amz-Target', '')}".strip()
            proxy.seen.append(line)
            return await _answer(session, target, request, decide(line))

        application = web.Application(client_max_size=_LARGEST)
        application.router.add_route("*", "/{path:.*}", handle)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            host, port = runner.addresses[0][:2]
            proxy.url = f"http://{host}:{port}"
            yield proxy
        finally:
            await runner.cleanup()


async def _answer(session: aiohttp.ClientSession, target: str, request: web.Request, fault: Fault) -> web.StreamResponse:
    body = await request.read()
    if fault is Fault.RESET:
        return _reset(request)
    if fault in {Fault.ERROR, Fault.SLOW_DOWN}:
        code, status = ("InternalError", 500) if fault is Fault.ERROR else ("SlowDown", 503)
        return web.Response(status=status, text=f"<Error><Code>{code}</Code></Error>", content_type="application/xml")
    headers = {name: value for name, value in request.headers.items() if name.lower() not in _OF_ONE_CONNECTION}
    if fault is Fault.TWICE:
        await _pass_on(session, target, request, headers, body)
    passed, content = await _pass_on(session, target, request, headers, body)
    if fault is Fault.LOST:
        return _reset(request)
    kept = {name: value for name, value in passed.headers.items() if name.lower() not in _OF_ONE_CONNECTION}
    return await _cut(request, passed.status, kept, content) if fault is Fault.CUT else _whole(request, passed, kept, content)


async def _pass_on(
    session: aiohttp.ClientSession, target: str, request: web.Request, headers: dict[str, str], body: bytes
) -> tuple[aiohttp.ClientResponse, bytes]:
    async with session.request(request.method, target + request.raw_path, data=io.BytesIO(body), headers=headers) as answered:
        return answered, await answered.read()


def _whole(request: web.Request, answered: aiohttp.ClientResponse, headers: dict[str, str], content: bytes) -> web.Response:
    """Pass an answer on; that of a HEAD tells the size of what it does not carry."""
    length = (
        {"Content-Length": answered.headers["Content-Length"]} if request.method == "HEAD" and "Content-Length" in answered.headers else {}
    )
    return web.Response(status=answered.status, headers={**headers, **length}, body=content)


async def _cut(request: web.Request, status: int, headers: dict[str, str], content: bytes) -> web.StreamResponse:
    response = web.StreamResponse(status=status, headers={**headers, "Content-Length": str(len(content))})
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    _reset(request)
    return response


def _reset(request: web.Request) -> web.Response:
    """Break the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
