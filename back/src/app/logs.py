"""How the process logs: lines of JSON on standard error, or text when a person reads them."""

import logging
import sys
from collections.abc import Sequence
from typing import TextIO

import orjson
import structlog
from structlog.types import EventDict, Processor, WrappedLogger


def configure_logs(level: str = "INFO", *, stream: TextIO | None = None) -> None:
    """Send structlog's events and those of the standard library to one stream, UTC times in ISO 8601, no local variables.

    Raises `ValueError` for an unknown level.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise ValueError(f"{level} is no log level")
    output = stream or sys.stderr
    renderers = _list_renderers(is_terminal=output.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, *renderers],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(output),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(output)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    # It warns of each form that it cannot read, which callers could fill the log with; their answer says it.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    # It tells of each request and each refusal, which whoever asked is told of anyway.
    logging.getLogger("opensearch").setLevel(logging.ERROR)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(number)


def _list_renderers(*, is_terminal: bool) -> Sequence[Processor]:
    if is_terminal:
        return (structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),)
    return (structlog.processors.format_exc_info, _render_json)


def _render_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return orjson.dumps(event, default=repr).decode()
