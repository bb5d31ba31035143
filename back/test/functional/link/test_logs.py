"""What is logged of links: never their secrets."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
import structlog

import factories
from app.logs import configure_logs
from browser import browsing, link_for
from harness import serving
from identity import links

ADA = "ada@okada.test"


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Log everything of the service for one test, nothing of its client, and put back what was."""
    root, client = logging.getLogger(), [logging.getLogger(name) for name in ("httpx", "httpcore", "asyncio")]
    handlers, level, levels = root.handlers, root.level, [each.level for each in client]
    for each in client:
        each.setLevel(logging.ERROR)
    stream = io.StringIO()
    configure_logs("DEBUG", stream=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)
    for each, before in zip(client, levels, strict=True):
        each.setLevel(before)


async def test_the_log_of_pages_and_of_errors_holds_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: io.StringIO) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("nobody expected this")

    async with serving(tmp_path) as api:
        await api.given(factories.person(ADA))
        path, unused = await link_for(api, ADA), await link_for(api, ADA)
        async with browsing(api) as browser:
            await browser.open(path)
            await browser.send(path)
            session = browser.session or ""
            await browser.send(path, Origin="https://evil.example")
            monkeypatch.setattr(links, "find", fail)
            broken = [await browser.open(unused), await browser.open(unused.replace("link", "invitation"))]

    lines = [orjson.loads(line) for line in output.getvalue().splitlines()]
    assert [(line["event"], line["path"]) for line in lines] == [
        ("page", "/link/{secret}"),
        ("page", "/link/{secret}"),
        ("unexpected error", "/link/…"),
        ("page", "/invitation/{secret}"),
    ]
    assert [each.status_code for each in broken] == [500, 404]
    for secret in (path.rpartition("/")[2], unused.rpartition("/")[2], session):
        assert secret not in output.getvalue()
