"""The resolver of fields that have none of their own: it looks a value up and never calls what it finds."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from graphql import GraphQLResolveInfo

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(maxsize=8192)
def to_snake_case(name: str) -> str:
    """Return the attribute's name of a field: `lastLoginAt` is `last_login_at`."""
    return _WORD.sub("_", name).lower()


def resolve_leaf(source: object, info: GraphQLResolveInfo[object], **_arguments: object) -> object:
    """Return the attribute of a value or the entry of a mapping; an absent entry is `None`.

    Raises `AttributeError` for an absent attribute and `TypeError` for one that is a method.
    """
    value = _look_up(source, info.field_name, to_snake_case(info.field_name))
    if callable(value):
        raise TypeError(f"{info.parent_type.name}.{info.field_name} is callable and needs a resolver")
    return value


def read_leaf(name: str) -> Callable[[object], object]:
    """Return how a field of this name without a resolver is read; what it returns raises as `resolve_leaf` does."""
    own = to_snake_case(name)

    def read(source: object) -> object:
        value = _look_up(source, name, own)
        if callable(value):
            raise TypeError(f"{name} is callable")
        return value

    return read


def _look_up(source: object, name: str, own: str) -> object:
    if not isinstance(source, Mapping):
        return getattr(source, own)
    return source[name] if name in source else source.get(own)
