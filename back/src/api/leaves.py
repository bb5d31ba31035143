"""Resolvers of fields that only stand elsewhere in their value than the schema says."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from api.context import Info
from api.guards import of_parent


def read_from(path: str, convert: Callable[[Any], object] = lambda value: value) -> Callable[..., object]:
    """Return a resolver that reads a dotted path of attributes of the parent."""
    read = attrgetter(path)

    @of_parent
    def resolve(parent: object, _info: Info) -> object:
        return convert(read(parent))

    return resolve
