"""What the application is made of: the contract with the composition root."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from graphql import GraphQLSchema

from authz.viewer import Viewer
from clock import Clock
from loaders.bundle import Loaders
from settings import Settings
from store.blobs import Blobs


class RequestContext(Protocol):
    """What the application needs of the context that resolvers get."""

    @property
    def store_calls(self) -> int:
        """How many calls of the store the request has made so far."""


class Resources(NamedTuple):
    """What one process serves with."""

    settings: Settings
    clock: Clock
    schema: GraphQLSchema
    authenticate: Callable[[str | None], Awaitable[Viewer]]
    """Finds out who holds a bearer secret; an anonymous viewer when it is absent or bad."""
    make_context: Callable[[Viewer], RequestContext]
    make_loaders: Callable[[Viewer], Loaders]
    blobs: Blobs
    """Where the files of requests go while they are received."""
    is_ready: Callable[[], Awaitable[bool]]
    """Tells whether the store answers."""
    close: Callable[[], Awaitable[None]]
    """Closes what was opened, in reverse order."""
    version: str
