"""Whose request it is, by network address."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Read addresses and networks such as `10.0.0.0/8`. Raises `ValueError`."""
    return tuple(ip_network(text.strip(), strict=False) for text in texts)


def client_address(scope: Scope, trusted: tuple[Network, ...]) -> str:
    """Return what a caller is counted by: the last address that no trusted proxy has, of IPv6 the network of 64 bits.

    `X-Forwarded-For` is read from its right end, and only as far as those who wrote it are trusted.
    """
    client = scope.get("client")
    nearest = _parse(str(client[0])) if client else None
    if nearest is None:
        return "unknown"
    for text in reversed(_forwarded(scope)):
        if not any(nearest in network for network in trusted):
            break
        farther = _parse(text)
        if farther is None:
            break
        nearest = farther
    return str(nearest) if nearest.version == 4 else str(ip_network((nearest, 64), strict=False))


def _forwarded(scope: Scope) -> list[str]:
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return [part for line in lines for part in line.split(",")]


def _parse(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
