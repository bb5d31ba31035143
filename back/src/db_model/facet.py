"""What every facet says of its entity: where it lives, where the indexes list it, and which of its parts have a history."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from db_model import parts
from db_model.codec import Codec
from store.values import IndexName, Item, Key

T = TypeVar("T")
OWN = "#"
"""The sort key of an entity that has its partition for itself."""


class Facet(NamedTuple, Generic[T]):
    """The access patterns of an entity, as functions of it."""

    name: str
    codec: Codec[T]
    key: Callable[[T], Key]
    version: Callable[[T], int]
    indexes: Callable[[T], Mapping[IndexName, Key]]
    expires_at: Callable[[T], datetime | None]
    history: tuple[str, ...] = ()


def history_key(key: Key, part: str, version: int) -> Key:
    """Return where the history of a part keeps what it was in one version of its entity."""
    return Key(key.partition, f"{history_beginning(key, part)}{version:010d}")


def history_beginning(key: Key, part: str) -> str:
    """Return what all sort keys of one part's history begin with."""
    own = "" if key.sort == OWN else f"{key.sort}#"
    return f"HIST#{own}{parts.beginning(part)}"


def to_item(facet: Facet[T], entity: T) -> Item:
    """Write an entity as an item."""
    expires_at = facet.expires_at(entity)
    return Item(
        key=facet.key(entity),
        version=facet.version(entity),
        attributes=facet.codec.to_attributes(entity),
        indexes=facet.indexes(entity),
        expires_at=int(expires_at.timestamp()) if expires_at else None,
    )


def to_entity(facet: Facet[T], item: Item | None, now: datetime) -> T | None:
    """Read an entity; one whose time is over is absent, even before the store removes it."""
    if item is None or (item.expires_at is not None and item.expires_at <= now.timestamp()):
        return None
    return facet.codec.to_entity(item)
