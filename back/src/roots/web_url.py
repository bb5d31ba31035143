"""The URL of a site, taken apart."""

import re
from urllib.parse import SplitResult, quote, urlsplit

from db_model.roots.types import Protocol, Web
from roots.errors import FileNotFound, InvalidParameter
from roots.hosts import is_host
from texts import of_length

LONGEST = 2_000
_SAFE = "/%:@!$&'()*+,;=~"
_HIDDEN = re.compile(r"[\x00-\x20\x7f]")


def parse(text: str) -> Web:
    """Read the URL of a site.

    Raises `InvalidParameter` for another scheme than HTTP, HTTPS or file, without a host and with a user, and `FileNotFound` for a
    file that the group does not have.
    """
    trimmed = of_length(text.strip(), field="url", high=LONGEST)
    if _HIDDEN.search(trimmed):
        raise InvalidParameter
    try:
        parts = urlsplit(trimmed)
        host, port = parts.hostname, parts.port
        protocol = Protocol(parts.scheme.upper())
    except ValueError as error:
        raise InvalidParameter from error
    if not parts.netloc:
        raise InvalidParameter
    if protocol is Protocol.FILE:
        # Groups have no files yet, so that no name is that of one.
        raise FileNotFound
    if not host or not is_host(host) or "@" in parts.netloc:
        raise InvalidParameter
    default = 443 if protocol is Protocol.HTTPS else 80
    return Web(host=host, path=_path(parts), port=default if port is None else port, protocol=protocol, query=_quoted(parts.query) or None)


def _path(parts: SplitResult) -> str:
    """Return the path with the fragment at its end."""
    path = _quoted(parts.path) or "/"
    return f"{path}#{_quoted(parts.fragment)}" if parts.fragment else path


def _quoted(text: str) -> str:
    """Percent-encode what may not stand in a URL; what is encoded already stays."""
    return quote(text, safe=f"{_SAFE}?")
