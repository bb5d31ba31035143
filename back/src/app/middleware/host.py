"""Under which names the service may be asked to change something.

A page of another site can have its own name answer with our address (DNS rebinding) and then talk to us as to itself; it
cannot do so under our names. Reading by GET is left open, because probes of balancers ask by address.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from app.replies import reply_error
from settings import Settings

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def accepted_hosts(settings: Settings) -> frozenset[str]:
    """Return the names that are ours: the public URL's, the one listened on, and those of this machine itself."""
    return _LOOPBACK | {(urlsplit(settings.public_url).hostname or "").lower(), settings.host.lower()} - {""}


def require_known_host(application: ASGIApp, *, hosts: Iterable[str]) -> ASGIApp:
    """Answer 421 to a request that may change something and names another host; ports do not matter."""
    known = frozenset(hosts)
    refusal = reply_error(421, "UNKNOWN_HOST", "The host of the request is not one of this service")

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        is_accepted = scope["type"] != "http" or scope["method"] in _SAFE or _host_of(scope) in known
        await (application if is_accepted else refusal)(scope, receive, send)

    return middleware


def _host_of(scope: Scope) -> str:
    text = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""
