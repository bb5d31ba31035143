"""Resolvers of fields that only stand elsewhere in their value than the schema says."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from api.context import Info
from api.guards import of_parent

_LEAF = "leaf"


def read_from(path: str, convert: Callable[[Any], object] = lambda value: value) -> Callable[..., object]:
    """Return a resolver that reads a dotted path of attributes of the parent."""
    get = attrgetter(path)

    def read(parent: object) -> object:
        return convert(get(parent))

    @of_parent
    def resolve(parent: object, _info: Info) -> object:
        return read(parent)

    vars(resolve)[_LEAF] = read
    return resolve


def leaf_of(resolve: Callable[..., object]) -> Callable[[Any], object] | None:
    """Return how a resolver of `read_from` reads its parent; nothing of any other resolver."""
    return vars(resolve).get(_LEAF) if hasattr(resolve, "__dict__") else None
