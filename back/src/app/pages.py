"""Pages: templates that escape all they are given, and the policy that browsers hold them to."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from authz.viewer import Viewer

_TEMPLATES = Path(__file__).with_name("templates")
_FRAME = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self'; style-src 'self'"
PLAIN_POLICY = _FRAME
"""Of pages without scripts."""
SCRIPT_POLICY = f"{_FRAME}; connect-src 'self'; script-src 'self'"
"""Of pages whose scripts ask this service."""


def create_pages() -> Environment:
    """Read and compile the templates, all of them at once."""
    pages = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["utc"] = _to_text
    for name in pages.list_templates():
        pages.get_template(name)
    return pages


def reply_page(
    pages: Environment,
    name: str,
    values: Mapping[str, object],
    *,
    status: int = 200,
    policy: str = PLAIN_POLICY,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Answer with a page."""
    content = pages.get_template(f"{name}.html").render(values)
    all_headers = {"Content-Security-Policy": policy, **headers}
    return Response(content, status_code=status, headers=all_headers, media_type="text/html; charset=utf-8")


def reply_notice(
    pages: Environment,
    status: int,
    title: str,
    text: str,
    *,
    code: str,
    viewer: Viewer | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Answer with a page that only says something, such as why not."""
    values = {"viewer": viewer, "title": title, "text": text.removeprefix("Exception - "), "code": code}
    return reply_page(pages, "notice", values, status=status, headers=headers)


def _to_text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
