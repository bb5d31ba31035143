"""Only our own pages may change something in the name of somebody whose browser has a session here."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from app.cookies import Cookie, values_of

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def require_own_origin(application: ASGIApp, *, origin: str, cookie: Cookie, open_paths: Iterable[str], refusal: ASGIApp) -> ASGIApp:
    """Refuse what may change something unless it comes from a page of our origin.

    On the open paths, which take more than the forms of pages, only a request with our cookie has to.
    """
    unasked = frozenset(open_paths)

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        is_accepted = (
            scope["type"] != "http"
            or scope["method"] in _SAFE
            or (scope["path"] in unasked and not values_of(cookie, scope))
            or _origins(scope) == [origin]
        )
        await (application if is_accepted else refusal)(scope, receive, send)

    return middleware


def _origins(scope: Scope) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
