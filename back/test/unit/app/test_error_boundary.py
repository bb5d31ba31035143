import httpx
import pytest
import structlog
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from app.middleware.error_boundary import catch_errors
from errors import AccessDenied
from small_service import SmallService, small_client
from store.errors import Throttled, Unavailable


async def ask(error: Exception) -> httpx.Response:
    async with small_client(SmallService(authentication_failure=error).application(), secret="ada-secret") as client:
        return await client.post("/api", json={"query": "{me{id}}"})


async def test_an_unexpected_exception_answers_an_id_and_never_a_trace() -> None:
    with structlog.testing.capture_logs() as lines:
        response = await ask(RuntimeError("hunter2"))

    error = response.json()["errors"][0]
    assert (response.status_code, error["message"], error["extensions"]["code"]) == (500, "Internal error", "INTERNAL_ERROR")
    assert [line["error_id"] for line in lines] == [error["extensions"]["errorId"]]
    assert "hunter2" not in response.text
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("error", "code"), [(Unavailable("x"), "UNAVAILABLE"), (Throttled("x"), "THROTTLED")])
async def test_a_store_that_does_not_answer_is_503(error: Exception, code: str) -> None:
    response = await ask(error)

    assert (response.status_code, response.json()["errors"][0]["extensions"]) == (503, {"code": code})


async def run_boundary(error: Exception, *, begin: bool) -> list[Message]:
    async def fail(scope: Scope, receive: Receive, send: Send) -> None:
        if begin:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise error

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    await catch_errors(fail)({"type": "http", "method": "GET", "path": "/live"}, receive, send)
    return sent


async def test_an_answer_that_has_begun_is_left_as_it_is_and_the_error_is_logged() -> None:
    with structlog.testing.capture_logs() as lines:
        sent = await run_boundary(AccessDenied(), begin=True)
        unexpected = await run_boundary(ValueError("x"), begin=True)

    assert [message["type"] for message in [*sent, *unexpected]] == ["http.response.start"] * 2
    assert [line["event"] for line in lines] == ["unexpected error"]


async def test_a_caller_who_has_gone_is_not_answered() -> None:
    with structlog.testing.capture_logs() as lines:
        sent = await run_boundary(ClientDisconnect(), begin=False)

    assert (sent, lines) == ([], [])
