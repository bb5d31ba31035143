"""The socket that requests come to."""

import socket

_BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that takes connections already; port 0 takes a free one. Raises `OSError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def split_address(text: str) -> tuple[str, int]:
    """Read `host:port`; an IPv6 host stands in brackets. Raises `ValueError`."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit():
        raise ValueError(f"{text} is not host:port")
    return host.strip("[]") or "127.0.0.1", int(port)
