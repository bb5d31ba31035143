"""What a position says of a write, so that an index that follows the table can be asked whether it has seen it."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from store.errors import InvalidValue
from store.values import Change, Delete, Key, Position, Put, VersionIs


class Written(NamedTuple):
    """A key that was written: the version that it got, or the last one that it had when it was removed."""

    key: Key
    version: int
    is_removed: bool = False


def position_of(changes: Sequence[Change], tags: frozenset[str]) -> Position:
    """Return the position of a write: of what it put and removed of the tags that are projected.

    A removal without a version in its condition is left out, as nobody can tell when it was seen.
    """
    written = (_written(change) for change in changes if change.key.partition.partition("#")[0] in tags)
    return to_position([each for each in written if each is not None])


def to_position(written: Sequence[Written]) -> Position:
    """Return the position that says this; of nothing, it is empty."""
    if not written:
        return Position()
    rows = [(each.key.partition, each.key.sort, -each.version if each.is_removed else each.version) for each in written]
    return Position(orjson.dumps(rows).decode())


def from_position(position: Position) -> tuple[Written, ...]:
    """Undo `to_position`; raises `InvalidValue` for what it did not make."""
    if not position.token:
        return ()
    try:
        rows = [(str(partition), str(sort), int(version)) for partition, sort, version in orjson.loads(position.token)]
    except (ValueError, TypeError) as error:
        raise InvalidValue("this is no position of the table") from error
    return tuple(Written(Key(partition, sort), abs(version), version < 0) for partition, sort, version in rows)


def _written(change: Change) -> Written | None:
    match change:
        case Put(item=item):
            return Written(item.key, item.version)
        case Delete(key=key, condition=VersionIs(version=version)):
            return Written(key, version, is_removed=True)
        case _:
            return None
