"""The rate of requests of one address, counted before anything is looked up."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.buckets import Buckets
from app.client_address import Network, client_address
from app.replies import reply_too_many

_UNCOUNTED = frozenset({"/live", "/ready", "/version"})


def limit_address_rate(application: ASGIApp, *, buckets: Buckets, trusted: tuple[Network, ...]) -> ASGIApp:
    """Answer 429 when an address asks too often; probes are not counted. The address is kept in `state.address` of the request."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _UNCOUNTED:
            await application(scope, receive, send)
            return
        address = client_address(scope, trusted)
        scope.setdefault("state", {})["address"] = address
        wait = buckets.take(address)
        answer = reply_too_many("address_requests", buckets.capacity, wait) if wait else application
        await answer(scope, receive, send)

    return middleware
