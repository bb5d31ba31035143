"""The server as it runs: a process of its own, on a port of this machine."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest

import small_service
from app.server import serve
from small_service import SmallService

pytestmark = pytest.mark.enable_socket

SCRIPT = Path(__file__).with_name("served.py")
SOURCES = Path(__file__).parents[3] / "src"
SECONDS = 30


class Process:
    """A serving process and the port it told."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.port = 0

    async def line(self) -> str:
        assert self.process.stdout is not None
        return (await asyncio.wait_for(self.process.stdout.readline(), SECONDS)).decode().strip()

    async def logged_port(self) -> int:
        """Read the port of the next listener that the server says it runs on."""
        return int((await self.logged_event()).removeprefix("Running on http://127.0.0.1:").split()[0])

    async def logged_event(self) -> str:
        """Read the next line of the log."""
        assert self.process.stderr is not None
        return str(orjson.loads(await asyncio.wait_for(self.process.stderr.readline(), SECONDS))["event"])

    def open_gate(self, name: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{name}\n".encode())

    async def end(self) -> tuple[int, str, str]:
        """Wait for the end and return exit code, the rest of the output, and what was logged."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        output, errors = await asyncio.wait_for(asyncio.gather(self.process.stdout.read(), self.process.stderr.read()), SECONDS)
        return await asyncio.wait_for(self.process.wait(), SECONDS), output.decode(), errors.decode()


async def start(port: int = 0, metrics: str = "") -> Process:
    support = Path(small_service.__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{SOURCES}{os.pathsep}{support}"}
    pipe = asyncio.subprocess.PIPE
    arguments = [sys.executable, str(SCRIPT), str(port), *([metrics] if metrics else [])]
    return Process(await asyncio.create_subprocess_exec(*arguments, stdin=pipe, stdout=pipe, stderr=pipe, env=environment))


@contextlib.asynccontextmanager
async def serving(metrics: str = "") -> AsyncIterator[Process]:
    served = await start(metrics=metrics)
    try:
        served.port = int((await served.line()).removeprefix("started "))
        yield served
    finally:
        with contextlib.suppress(ProcessLookupError):
            served.process.kill()
        await served.process.wait()


def request(path: str, body: bytes = b"", *, headers: str = "") -> bytes:
    method = "POST" if body else "GET"
    length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{length}{headers}\r\n".encode() + body


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SECONDS)).decode()
    status, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = await asyncio.wait_for(reader.readexactly(int(headers.get("content-length", "0"))), SECONDS)
    return int(status.split()[1]), headers, body


async def ask(port: int, content: bytes) -> tuple[int, dict[str, str], bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(content)
        await writer.drain()
        return await read_answer(reader)
    finally:
        writer.close()


async def test_a_request_in_flight_is_answered_after_the_signal_and_the_process_ends_well() -> None:
    async with serving() as served:
        asking = asyncio.create_task(ask(served.port, request("/api", b'{"query":"mutation{wait(name:\\"g\\")}"}')))
        entered = await served.line()
        served.process.send_signal(signal.SIGTERM)
        while await served.logged_event() != "draining":
            pass
        served.open_gate("g")
        status, _, body = await asking
        code, output, errors = await served.end()

    assert (entered, status, orjson.loads(body)["data"]) == ("entered g", 200, {"wait": "g"})
    assert (code, output) == (0, "closed 1\n")
    assert "Traceback" not in errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_an_idle_process_ends_at_once_with_its_idle_connections(number: signal.Signals) -> None:
    async with serving() as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(request("/live"))
        status, headers, _ = await read_answer(reader)
        served.process.send_signal(number)
        code, output, errors = await served.end()
        rest = await reader.read()
        writer.close()

    assert (status, "server" in headers, "date" in headers) == (200, False, True)
    assert (code, output, rest) == (0, "closed 1\n", b"")
    assert [orjson.loads(line)["event"].split()[0] for line in errors.splitlines()] == ["Running", "draining"]


async def test_a_connection_serves_one_request_after_the_other() -> None:
    async with serving() as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        answers = []
        for _ in range(3):
            writer.write(request("/api", b'{"query":"{me{id}}"}'))
            answers.append(orjson.loads((await read_answer(reader))[2])["data"])
        writer.close()

    assert answers == [{"me": {"id": "1"}}] * 3


async def test_a_body_in_many_pieces_that_nobody_reads_does_not_hang_its_connection() -> None:
    pieces = b"1\r\nx\r\n" * 500 + b"0\r\n\r\n"

    async with serving() as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(request("/live", headers="Transfer-Encoding: chunked\r\n") + pieces + request("/version"))
        first = await read_answer(reader)
        second = await read_answer(reader)
        writer.close()

    assert (first[0], second[0], second[2]) == (200, 200, b'{"version":"1.2.3"}')


async def test_a_body_too_long_is_told_so_although_its_sender_does_not_listen_before_the_end() -> None:
    body = b'{"query":"' + b"x" * 2_000_000 + b'"}'

    async with serving() as served:
        announced = await ask(served.port, request("/api", body))
        pieces = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        headers = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        head = request("/api", headers=headers).replace(b"GET", b"POST")
        streamed = await ask(served.port, head + pieces * 30 + b"0\r\n\r\n")

    assert [announced[0], streamed[0]] == [413, 413]
    assert orjson.loads(announced[2])["errors"][0]["extensions"] == {"code": "BODY_BYTES_LIMIT", "limit": "body_bytes", "value": 1_048_576}


async def test_what_does_not_end_within_the_grace_is_cut_off_and_the_resources_are_closed() -> None:
    service = SmallService()
    application = service.application(port=0)
    shutdown = asyncio.Event()
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    serving_here = asyncio.create_task(
        serve(service.resources(port=0).settings, application, on_started=port.set_result, shutdown=shutdown, grace_seconds=0.05)
    )
    asking = asyncio.create_task(ask(await port, request("/api", b'{"query":"{wait(name:\\"never\\")}"}')))
    await service.entered.get()
    shutdown.set()
    await asyncio.wait_for(serving_here, SECONDS)

    status, _, _ = await asking
    assert (status, service.closed, service.notes) == (500, 1, [])


async def test_headers_too_long_are_refused() -> None:
    async with serving() as served:
        status, headers, _ = await ask(served.port, request("/live", headers="X: " + "x" * 200_000 + "\r\n"))

    assert (status, headers["connection"]) == (431, "close")


async def test_a_caller_who_goes_away_in_the_middle_leaves_the_service_well() -> None:
    async with serving() as served:
        _, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(request("/api", b'{"query":"{me{id}}"}')[:-5])
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        status, _, _ = await ask(served.port, request("/api", b'{"query":"{me{id}}"}'))
        served.process.send_signal(signal.SIGTERM)
        code, _, errors = await served.end()

    assert (status, code) == (200, 0)
    assert "unexpected error" not in errors


async def test_a_port_in_use_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, output, errors = await (await start(port)).end()

    assert (code, output) == (1, "closed 1\n")
    assert errors == f"Cannot listen on 127.0.0.1:{port}: Address already in use\n"


async def test_metrics_have_a_listener_of_their_own() -> None:
    async with serving(metrics="127.0.0.1:0") as served:
        ports = {await served.logged_port(), await served.logged_port()}
        [port] = ports - {served.port}
        await ask(served.port, request("/live"))
        on_web_port = await ask(served.port, request("/metrics"))
        status, _, body = await ask(port, request("/metrics"))
        served.process.send_signal(signal.SIGTERM)
        code, _, _ = await served.end()

    assert (on_web_port[0], status, code) == (404, 200, 0)
    assert b'integrates_http_requests_total{route="/live",status="200"} 1.0' in body.splitlines()
