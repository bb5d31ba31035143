"""Our cookies: read from the headers of a request, and set on an answer."""

from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import Scope

SESSION_COOKIE = "integrates_session"
_HOST = "__Host-"


class Cookie(NamedTuple):
    """A cookie of ours. Over HTTPS its name binds it to this very host, so that no neighbour can plant one."""

    name: str
    is_secure: bool


def cookie_of(public_url: str, name: str) -> Cookie:
    """Return the cookie of a name as it is called at a public URL: exactly one of the two forms is ever read."""
    is_secure = urlsplit(public_url).scheme == "https"
    return Cookie(f"{_HOST}{name}" if is_secure else name, is_secure)


def values_of(cookie: Cookie, scope: Scope) -> tuple[str, ...]:
    """Return every value that a request has under the name of a cookie."""
    lines = (value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    pairs = (pair.strip().partition("=") for line in lines for pair in line.split(";"))
    return tuple(value.strip() for name, _, value in pairs if name.strip() == cookie.name)


def read(cookie: Cookie, scope: Scope) -> str | None:
    """Return the value of a cookie; none when it comes twice, because then somebody else has planted one of them."""
    values = values_of(cookie, scope)
    return values[0] or None if len(values) == 1 else None


def keep(response: Response, cookie: Cookie, value: str, *, seconds: int) -> None:
    """Let the browser keep a cookie: for this site alone, out of reach of scripts."""
    response.set_cookie(cookie.name, value, max_age=seconds, path="/", secure=cookie.is_secure, httponly=True, samesite="lax")


def drop(response: Response, cookie: Cookie) -> None:
    """Let the browser forget a cookie."""
    keep(response, cookie, "", seconds=0)
