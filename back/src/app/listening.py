"""The sockets that requests come to."""

import errno
import socket
from typing import NamedTuple

from settings import Settings

BACKLOG = 1024


class CannotListen(Exception):
    """A socket cannot be opened; the text says which and why."""

    def __init__(self, text: str, *, is_taken: bool = False) -> None:
        super().__init__(text)
        self.is_taken = is_taken


class Listeners(NamedTuple):
    """The socket of the service and, if there is one, that of its metrics."""

    web: socket.socket
    metrics: socket.socket | None

    @property
    def all(self) -> tuple[socket.socket, ...]:
        """Return the sockets that are there."""
        return (self.web,) if self.metrics is None else (self.web, self.metrics)


def open_listeners(settings: Settings, *, with_metrics: bool = True) -> Listeners:
    """Open the sockets that settings name, both or none. Raises `CannotListen`."""
    web = _open(settings.host, settings.port)
    if not with_metrics or not settings.metrics:
        return Listeners(web, None)
    try:
        return Listeners(web, _open(*split_address(settings.metrics)))
    except ValueError as error:
        web.close()
        raise CannotListen(f"INTEGRATES_METRICS: {error}") from None
    except CannotListen:
        web.close()
        raise


def _open(host: str, port: int) -> socket.socket:
    try:
        return listen(host, port)
    except OSError as error:
        text = f"Cannot listen on {host}:{port}: {error.strerror or error}"
        raise CannotListen(text, is_taken=error.errno == errno.EADDRINUSE) from error


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that takes connections already; port 0 takes a free one. Raises `OSError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
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
