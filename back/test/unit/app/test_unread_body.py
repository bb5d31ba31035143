import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from app.middleware.unread_body import finish_unread_body

SCOPE: Scope = {"type": "http", "method": "POST", "path": "/", "headers": []}


class Server:
    """A server as Hypercorn is: it keeps a few messages for the application, and tells the end of the answer through the same queue."""

    def __init__(self, room: int) -> None:
        self.queue: asyncio.Queue[Message] = asyncio.Queue(room)
        self.sent: list[Message] = []

    async def put_body(self, chunks: int) -> None:
        for number in range(chunks):
            await self.queue.put({"type": "http.request", "body": b"x" * 1_000, "more_body": number < chunks - 1})

    async def send(self, message: Message) -> None:
        self.sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            await self.queue.put({"type": "http.disconnect"})


async def ignore_body(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("done")(scope, receive, send)


async def read_one(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await PlainTextResponse("done")(scope, receive, send)


async def test_an_answer_that_ignores_a_long_body_ends() -> None:
    server = Server(room=3)
    sender = asyncio.create_task(server.put_body(50))

    async with asyncio.timeout(5):
        await finish_unread_body(ignore_body)(SCOPE, server.queue.get, server.send)
        await sender

    assert [message["type"] for message in server.sent] == ["http.response.start", "http.response.body"]


async def test_an_answer_that_reads_the_start_of_a_long_body_ends() -> None:
    server = Server(room=3)
    sender = asyncio.create_task(server.put_body(50))

    async with asyncio.timeout(5):
        await finish_unread_body(read_one)(SCOPE, server.queue.get, server.send)
        await sender

    assert server.sent[-1]["body"] == b"done"


async def test_a_body_without_end_is_thrown_away_past_the_bound_while_the_answer_ends() -> None:
    server = Server(room=3)
    sender = asyncio.create_task(server.put_body(10_000))

    async with asyncio.timeout(5):
        await finish_unread_body(ignore_body)(SCOPE, server.queue.get, server.send)
    sender.cancel()

    assert server.sent[-1]["body"] == b"done"


async def test_a_body_that_was_read_costs_no_more_reading() -> None:
    server = Server(room=3)
    await server.put_body(1)

    await finish_unread_body(read_one)(SCOPE, server.queue.get, server.send)

    assert server.queue.get_nowait() == {"type": "http.disconnect"}
