"""The names of indexes and aliases.

An index is named `PREFIX-COLLECTION-DEFINITION-NUMBER`. What reads goes by the alias `PREFIX-COLLECTION-DEFINITION`, of one index
that is filled; so each release reads what it knows. What writes goes by the alias that each index has for itself, `INDEX-write`, which no
engine would make by itself; so an index that was removed takes no document, and one that is being filled takes what is written meanwhile.
"""

import re
from typing import NamedTuple

from store.errors import InvalidValue

WRITE = "-write"
_PREFIX = re.compile(r"[a-z][a-z0-9_-]{0,60}")
_REST = re.compile(r"-([a-z0-9_]+)-([0-9a-f]{12})-([0-9]{6})")


class Named(NamedTuple):
    """An index, by the parts of its name."""

    name: str
    collection: str
    definition: str
    number: int

    @property
    def write_alias(self) -> str:
        """Return the alias that takes documents for this index alone."""
        return self.name + WRITE


def check_prefix(prefix: str) -> None:
    """Refuse a prefix that no index can be named with; raises `InvalidValue`."""
    if not _PREFIX.fullmatch(prefix):
        raise InvalidValue("the prefix of the indexes is made of small letters, digits, - and _, and begins with a letter")


def read_alias(prefix: str, collection: str, definition: str) -> str:
    """Name what reads go by."""
    return f"{prefix}-{collection}-{definition}"


def to_named(prefix: str, collection: str, definition: str, number: int) -> Named:
    """Return an index of a collection by its number."""
    return Named(f"{read_alias(prefix, collection, definition)}-{number:06}", collection, definition, number)


def from_name(prefix: str, name: str) -> Named | None:
    """Return the index that has this name; `None` for one of somebody else's."""
    found = _REST.fullmatch(name.removeprefix(prefix)) if name.startswith(prefix) else None
    return Named(name, found[1], found[2], int(found[3])) if found else None
