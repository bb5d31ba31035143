"""Headers that every answer has."""

from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DATA = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
)
_YEAR = 365 * 24 * 3600


def add_security_headers(application: ASGIApp, *, is_https: bool) -> ASGIApp:
    """Add the headers of data, which may neither be kept nor shown as a page; what a route sets itself stays as it is.

    Browsers are told to come back over HTTPS only when the public URL has it.
    """
    headers = {**_DATA, **({"Strict-Transport-Security": f"max-age={_YEAR}; includeSubDomains"} if is_https else {})}

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in headers.items():
                    present.setdefault(name, value)
            await send(message)

        await application(scope, receive, send_with_headers if scope["type"] == "http" else send)

    return middleware
