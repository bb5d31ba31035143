"""How the engine lets the service in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from search.client import Cluster, connect
from store.errors import InvalidValue

BODY = '{}\n{"query": {"term": {"status": "é"}}}\n'


@asynccontextmanager
async def server(asked: list[tuple[str, str]]) -> AsyncIterator[str]:
    """Give the address of a server that notes who asks it and what."""

    async def handle(request: web.Request) -> web.Response:
        asked.append((request.headers.get("Authorization", ""), await request.text()))
        return web.json_response({"responses": []})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("changes", "beginning"),
    [
        ({"user": "me", "password": "secret"}, "Basic bWU6c2VjcmV0"),
        ({"region": "eu-west-1"}, "AWS4-HMAC-SHA256 Credential=AKIATEST/"),
        ({}, ""),
    ],
)
async def test_requests_say_who_asks(monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], beginning: str) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    asked: list[tuple[str, str]] = []

    async with server(asked) as url:
        client = connect(Cluster(url=url, **changes))
        await client.msearch(body=BODY.encode())
        await client.close()

    assert [(who.startswith(beginning), bool(who), body) for who, body in asked] == [(True, bool(beginning), BODY)]


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Cluster(url="https://search.test", user="me", password="secret"))


def test_a_prefix_that_would_name_what_is_not_ours_is_refused() -> None:
    with pytest.raises(InvalidValue):
        connect(Cluster(url="https://search.test", prefix="*"))
