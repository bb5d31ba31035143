"""Items as entities, and what is wrong with an item by itself."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from db_model.all_facets import facet_of, guard_of, is_history
from db_model.codec import FORMAT, MalformedItem
from db_model.facet import Facet, to_item
from integrity.problems import Problem, Subject
from store.values import Item, Key


class Known(NamedTuple):
    """An item of which the facet is known, and the entity that it is."""

    item: Item
    facet: Facet[Any]
    entity: Any


def read(items: Iterable[Item]) -> tuple[tuple[Known, ...], tuple[Problem, ...]]:
    """Read items as entities, expired ones too; those that cannot be read are problems, and so are those that nobody knows."""
    known: list[Known] = []
    problems: list[Problem] = []
    for item in items:
        facet = facet_of(item.key)
        if facet is not None:
            try:
                known.append(Known(item, facet, facet.codec.to_entity(item)))
            except MalformedItem:
                problems.append(Problem(Subject.ITEMS, place_of(item.key), f"it is no item of {facet.name} that this release can read"))
        elif not is_history(item.key) and guard_of(item.key) is None:
            problems.append(Problem(Subject.ITEMS, place_of(item.key), "no entity has such a key"))
    return tuple(known), tuple(problems)


def own_problems(known: Known) -> Iterator[Problem]:
    """Yield where an item differs from how its entity is written: its key, its places in the secondary indexes, its end.

    Attributes are compared only in the present format: older ones are brought to it when they are read.
    """
    item, written = known.item, to_item(known.facet, known.entity)
    parts = {
        "its key": item.key != written.key,
        "its places in lists": dict(item.indexes) != dict(written.indexes),
        "the end of its time": item.expires_at != written.expires_at,
        "its attributes": item.attributes.get(FORMAT) == written.attributes[FORMAT] and dict(item.attributes) != dict(written.attributes),
    }
    differing = [name for name, differs in parts.items() if differs]
    if differing:
        yield Problem(Subject.ITEMS, place_of(item.key), f"differs from how it is written in {', '.join(differing)}")


def place_of(key: Key) -> str:
    """Return how a key is shown."""
    return f"{key.partition} {key.sort}"
