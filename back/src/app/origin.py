"""The origin that browsers know this service by."""

from urllib.parse import urlsplit

_PORTS = frozenset({("http", 80), ("https", 443)})


def origin_of(public_url: str) -> str:
    """Return the origin of a URL as browsers write it in the header `Origin`: in lower case, without the port that goes without saying."""
    parts = urlsplit(public_url)
    host = (parts.hostname or "").lower()
    written = f"[{host}]" if ":" in host else host
    is_usual = parts.port is None or (parts.scheme, parts.port) in _PORTS
    return f"{parts.scheme}://{written}" if is_usual else f"{parts.scheme}://{written}:{parts.port}"
