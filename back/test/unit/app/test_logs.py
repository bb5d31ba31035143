import io
import logging
from collections.abc import Iterator

import orjson
import pytest
import structlog

from app.logs import configure_logs
from small_service import SmallService, small_client


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Configure logging for one test and put back what was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logs("INFO", stream=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)


def lines(output: io.StringIO) -> list[dict[str, object]]:
    found = [orjson.loads(line) for line in output.getvalue().splitlines()]
    return [line for line in found if line.get("logger") != "httpx"]


async def test_an_operation_is_one_line_without_its_text_variables_or_secrets(output: io.StringIO) -> None:
    query = "query Ask($text:String){echo(text:$text)}"
    async with small_client(SmallService().application(), secret="ada-secret") as client:
        await client.post("/api", json={"query": query, "variables": {"text": "hunter2"}})

    [line] = lines(output)
    assert set(line) == {
        *("timestamp", "level", "event", "operation", "document", "kind", "duration_ms", "cost", "store_calls", "status"),
        *("outcome", "error_codes", "viewer"),
    }
    assert {name: line[name] for name in ("operation", "kind", "cost", "store_calls", "status", "outcome", "error_codes", "viewer")} == {
        "operation": "Ask",
        "kind": "query",
        "cost": 1,
        "store_calls": 1,
        "status": 200,
        "outcome": "done",
        "error_codes": [],
        "viewer": "ada@example.test",
    }
    assert str(line["timestamp"]).endswith("Z")
    assert len(str(line["document"])) == 16
    assert not [secret for secret in ("hunter2", "ada-secret", "echo") if secret in output.getvalue()]


async def test_a_refused_request_is_logged_with_its_codes_and_nobody(output: io.StringIO) -> None:
    async with small_client(SmallService().application()) as client:
        await client.post("/api", json={"query": "query " + "x" * 70 + "{nothing other}"})
        await client.post("/api", json={"query": "query " + "x" * 65 + "{me{id}}"})

    refused, named_too_long = lines(output)
    assert (refused["outcome"], refused["error_codes"], refused["viewer"], refused["operation"]) == (
        "refused",
        ["INVALID_DOCUMENT"],
        None,
        None,
    )
    assert (named_too_long["outcome"], named_too_long["operation"]) == ("done", None)


def test_the_standard_library_logs_into_the_same_lines(output: io.StringIO) -> None:
    logging.getLogger("hypercorn.error").warning("port %s", 1)

    [line] = lines(output)
    assert (line["event"], line["level"], line["logger"]) == ("port 1", "warning", "hypercorn.error")


def test_an_exception_is_logged_with_its_trace_and_without_local_variables(output: io.StringIO) -> None:
    def fail() -> None:
        password = "hunter" + "2"
        raise ValueError(f"a fault of length {len(password)}")

    try:
        fail()
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)

    [line] = lines(output)
    assert "ValueError: a fault of length 7" in str(line["exception"])
    assert "hunter2" not in output.getvalue()


def test_what_is_below_the_level_is_not_logged(output: io.StringIO) -> None:
    structlog.get_logger().debug("a")
    logging.getLogger("x").debug("b")

    assert output.getvalue() == ""


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="LOUD is no log level"):
        configure_logs("loud".upper())


def test_a_person_reads_text() -> None:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]  # a terminal without a terminal
    try:
        configure_logs(stream=stream)
        structlog.get_logger().info("hello", number=1)
    finally:
        structlog.reset_defaults()
        root.handlers = handlers
        root.setLevel(level)

    assert "hello" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
