"""The unique values of roots. A root keeps its guards while it is inactive."""

from typing import NamedTuple

from db_model import parts
from db_model.change import guard_key
from store.values import Key

URL = "ROOT_URL"
BRANCH = "ROOT_BRANCH"
GIT_NICKNAME = "ROOT_GIT_NICKNAME"
ADDRESS_NICKNAME = "ROOT_ADDRESS_NICKNAME"
ADDRESS = "ROOT_ADDRESS"
NICKNAMES = frozenset({GIT_NICKNAME, ADDRESS_NICKNAME})


class Guard(NamedTuple):
    """A unique value; as it may be long, it is known by its hash."""

    kind: str
    value: str


class Holder(NamedTuple):
    """The root that has a unique value, and the version of the guard."""

    root_id: str
    version: int


def guard(kind: str, *values: str) -> Guard:
    """Return the guard of values that are unique together; an absent one is given as an empty text."""
    return Guard(kind, parts.digest(parts.join(*(f"={value}" for value in values))))


def key(held: Guard) -> Key:
    """Return where a guard lives."""
    return guard_key(held.kind, held.value)
