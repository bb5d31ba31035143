"""Refusals on any path: a page for a person at a browser, JSON for everybody else."""

from collections.abc import Mapping
from http import HTTPStatus

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import Response

from app.pages import reply_notice
from app.replies import reply_error


def reply_refusal(
    pages: Environment, request: Request, status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with one error."""
    if "text/html" in request.headers.get("accept", ""):
        return reply_notice(pages, status, HTTPStatus(status).phrase, message, code=code, headers=headers or {})
    return reply_error(status, code, message, headers=headers)
