import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from app.middleware.security_headers import add_security_headers
from small_service import SmallService, small_client

EXPECTED = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api"), ("GET", "/live"), ("GET", "/nowhere"), ("DELETE", "/api"), ("HEAD", "/version")]
)
async def test_every_answer_has_the_headers_of_data(method: str, path: str) -> None:
    async with small_client(SmallService().application()) as client:
        response = await client.request(method, path)

    assert {name: response.headers[name] for name in EXPECTED} == EXPECTED
    assert "strict-transport-security" not in response.headers
    assert "server" not in response.headers


async def test_https_is_asked_for_when_the_public_url_has_it() -> None:
    application = SmallService().application(public_url="https://integrates.example.test")

    async with small_client(application) as client:
        response = await client.get("/live")

    assert response.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_what_a_route_sets_itself_stays() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    page = PlainTextResponse("x", headers={"Cache-Control": "max-age=60"})
    middleware = add_security_headers(page, is_https=False)
    await middleware({"type": "http"}, receive, send)
    await middleware({"type": "http"}, receive, send)

    values = [[value for name, value in message["headers"] if name == b"cache-control"] for message in sent[::2]]
    assert values == [[b"max-age=60"]] * 2
