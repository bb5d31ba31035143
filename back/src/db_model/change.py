"""Pure writes: an entity's new value becomes the changes of one transaction, its histories and guards with it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple, TypeVar

from db_model import parts
from db_model.codec import FORMAT
from db_model.facet import OWN, Facet, history_key, to_item
from store import values as store
from store.values import Item, Key, Value

T = TypeVar("T", bound=tuple[object, ...])


class Change(NamedTuple):
    """What a commit does for one entity: the changes of the table, and whose cached reads it makes stale."""

    entity: str
    writes: tuple[store.Change, ...]


class StaleEntity(Exception):
    """An update was built on an entity whose version does not follow from the one that was read."""


def _history_rows(item: Item, names: Iterable[str]) -> tuple[store.Change, ...]:
    """Return the immutable rows that keep these parts of an item as they are from its version on."""
    return tuple(
        store.Put(
            Item(
                key=history_key(item.key, name, item.version),
                version=1,
                attributes={name: item.attributes[name], FORMAT: item.attributes[FORMAT]},
            ),
            store.Absent(),
        )
        for name in names
        if name in item.attributes
    )


def add(facet: Facet[T], entity: T) -> Change:
    """Write a new entity; the commit is a conflict when one lives at its key already."""
    item = to_item(facet, entity)
    return Change(facet.name, (store.Put(item, store.Absent()), *_history_rows(item, facet.history)))


def update(facet: Facet[T], old: T, new: T) -> Change:
    """Write what an entity became; the commit is a conflict when it is no longer as it was read.

    Each part of it that has a history and differs gets a row there. `new` needs no version of its own.
    """
    return update_by_steps(facet, old, (new,))


def update_by_steps(facet: Facet[T], old: T, steps: Sequence[T]) -> Change:
    """Write what an entity became by steps that belong together, like `update`: it is what the last one says.

    Each step is a version of the entity, so that the histories tell them one after the other.
    """
    version = facet.version(old)
    if not steps or any(facet.key(old) != facet.key(step) or facet.version(step) != version for step in steps):
        raise StaleEntity(facet.name)
    items = tuple(replace(to_item(facet, step), version=version + number) for number, step in enumerate(steps, start=1))
    rows = chain.from_iterable(
        _history_rows(item, (name for name in facet.history if getattr(before, name) != getattr(step, name)))
        for before, step, item in zip((old, *steps), steps, items, strict=False)
    )
    return Change(facet.name, (store.Put(items[-1], store.VersionIs(version)), *rows))


def touch(facet: Facet[T], old: T, new: T) -> Change:
    """Write an entity whose change is of no interest to anybody but itself, such as a last use: no history."""
    return Change(facet.name, update(facet, old, new).writes[:1])


def unchanged(facet: Facet[T], entity: T) -> Change:
    """Change nothing: the commit is a conflict when an entity is no longer as it was read."""
    return Change(facet.name, (store.Check(facet.key(entity), store.VersionIs(facet.version(entity))),))


def remove(facet: Facet[T], entity: T) -> Change:
    """Remove an entity, its histories staying; the commit is a conflict when it is no longer as it was read."""
    return Change(facet.name, (store.Delete(facet.key(entity), store.VersionIs(facet.version(entity))),))


def discard(facet: Facet[T], key: Key) -> Change:
    """Remove what lives at a key, there or not."""
    return Change(facet.name, (store.Delete(key, None),))


def discard_expired(item: Item) -> Change:
    """Remove an item whose time is over, as long as it is the one that was read."""
    return Change("expired", (store.Delete(item.key, store.VersionIs(item.version)),))


def guard_key(kind: str, value: str) -> Key:
    """Return where the guard of a unique value lives; the value may be any text."""
    return Key(parts.join("GUARD", kind, value), OWN)


def take_guard(kind: str, value: str, owner: str) -> Change:
    """Reserve a unique value for its owner; the commit is a conflict when somebody has it."""
    attributes: dict[str, Value] = {"owner": owner, FORMAT: 1}
    return Change(f"GUARD#{kind}", (store.Put(Item(key=guard_key(kind, value), version=1, attributes=attributes), store.Absent()),))


def free_guard(kind: str, value: str) -> Change:
    """Give a unique value back; the commit is a conflict when it was not taken."""
    return Change(f"GUARD#{kind}", (store.Delete(guard_key(kind, value), store.Exists()),))
