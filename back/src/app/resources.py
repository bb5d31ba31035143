"""What the application is made of: the contract with the composition root."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, Protocol

from graphql import GraphQLSchema

from authz.viewer import Viewer
from clock import Clock
from identity.providers.provider import Provider
from loaders.bundle import Loaders
from settings import Settings
from settings.keys import Keys
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
    authenticate_session: Callable[[str], Awaitable[Viewer]]
    """Finds out whose session a secret is; an anonymous viewer when it is no living one."""
    make_context: Callable[[Viewer], RequestContext]
    make_loaders: Callable[[Viewer], Loaders]
    blobs: Blobs
    """Where the files of requests go while they are received."""
    is_ready: Callable[[], Awaitable[bool]]
    """Tells whether the store answers."""
    close: Callable[[], Awaitable[None]]
    """Closes what was opened, in reverse order."""
    keys: Keys
    providers: Mapping[str, Provider]
    """What people may sign in with, by name."""
    version: str
