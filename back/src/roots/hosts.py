"""Which hosts a root may be on."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*\.?")
_LONGEST = 253


def is_host(host: str) -> bool:
    """Tell whether a text is an ASCII host name or an IP address."""
    return len(host) <= _LONGEST and (_NAME.fullmatch(host) is not None or parse_address(host) is not None)


def is_local(host: str) -> bool:
    """Tell whether a host can only be the machine that asks, or a neighbour that answers nobody else."""
    name = host.lower().rstrip(".")
    address = parse_address(name)
    if address is None:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an IPv4 or IPv6 address; one with a zone, which means something on one machine only, is none."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None
