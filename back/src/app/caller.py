"""Whose request it is: by the token that it bears or, without one, by the session of the browser."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from app.bearer import read_bearer
from app.cookies import Cookie, read
from app.resources import Resources
from authz.viewer import Viewer

Identify = Callable[[Request], Awaitable[Viewer]]


async def viewer_of_browser(resources: Resources, cookie: Cookie, request: Request) -> Viewer:
    """Return the viewer of the session that a browser has."""
    secret = read(cookie, request.scope)
    return Viewer() if secret is None else await resources.authenticate_session(secret)


def identify_with(resources: Resources, cookie: Cookie) -> Identify:
    """Return what finds the viewer of a request; one with an `Authorization` is nobody else's, whatever cookie it has."""

    async def identify(request: Request) -> Viewer:
        header = request.headers.get("authorization")
        if header is not None:
            return await resources.authenticate(read_bearer(header))
        return await viewer_of_browser(resources, cookie, request)

    return identify
