"""What every resolver of a request is given."""

from dataclasses import dataclass
from typing import TypeAlias

from graphql import GraphQLResolveInfo

from authz.viewer import Viewer
from clock import Clock
from loaders.bundle import Loaders
from settings import Settings
from settings.keys import Keys
from store.measured import Calls


@dataclass(frozen=True, slots=True)
class Context:
    """The world of one request; nothing of it outlives the answer."""

    loaders: Loaders
    settings: Settings
    keys: Keys
    clock: Clock
    calls: Calls

    @property
    def viewer(self) -> Viewer:
        """Return who asks, with the roles that hold now: a mutation before this one may have changed them."""
        return self.loaders.viewer

    @property
    def store_calls(self) -> int:
        """Return how often the store was asked so far."""
        return self.calls.total


Info: TypeAlias = GraphQLResolveInfo[Context]
