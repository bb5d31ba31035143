"""Histories against the entities beside which they stand, as the items of a partition go by."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from db_model.all_facets import is_history
from db_model.codec import FORMAT
from db_model.facet import history_beginning
from integrity.entities import Known, place_of
from integrity.problems import Problem, Subject
from store.values import Item


class Rows(NamedTuple):
    """The history of one part so far: its first version and its last row."""

    first: int
    last: Item


class Partition(NamedTuple):
    """What of a partition its histories are compared with."""

    name: str = ""
    entities: tuple[Known, ...] = ()
    rows: tuple[tuple[str, Rows], ...] = ()
    """By what their sort keys begin with."""


def after_page(partition: Partition, items: Iterable[Item], known: Iterable[Known]) -> tuple[Partition, tuple[Problem, ...]]:
    """Take in the next items of a store, and judge each partition that they end."""
    with_history = {each.item.key: each for each in known if each.facet.history}
    problems: list[Problem] = []
    name, entities, rows = partition.name, list(partition.entities), dict(partition.rows)
    for item in items:
        if item.key.partition != name:
            problems.extend(judge(Partition(name, tuple(entities), tuple(rows.items()))))
            name, entities, rows = item.key.partition, [], {}
        if item.key in with_history:
            entities.append(with_history[item.key])
        elif is_history(item.key):
            beginning = f"{item.key.sort.rpartition('#')[0]}#"
            rows[beginning] = Rows(rows[beginning].first if beginning in rows else version_of(item), item)
    return Partition(name, tuple(entities), tuple(rows.items())), tuple(problems)


def judge(partition: Partition) -> Iterator[Problem]:
    """Yield what is wrong with the histories of a partition that has gone by; those of entities that were removed stay, and are right."""
    rows = dict(partition.rows)
    for known in partition.entities:
        for part in known.facet.history:
            yield from _of_part(known, part, rows.get(history_beginning(known.item.key, part)))


def version_of(row: Item) -> int:
    """Return the version of the entity that a row of history is of."""
    text = row.key.sort.rpartition("#")[2]
    return int(text) if text.isdecimal() else 0


def _of_part(known: Known, part: str, rows: Rows | None) -> Iterator[Problem]:
    item = known.item
    place = f"{place_of(item.key)} {part}"
    if part not in item.attributes:
        return
    if rows is None:
        yield Problem(Subject.HISTORIES, place, "has no history")
        return
    last = version_of(rows.last)
    if rows.first != 1 and _is_always_there(known.entity, part):
        yield Problem(Subject.HISTORIES, place, f"its history begins at version {rows.first}")
    if last > item.version:
        yield Problem(Subject.HISTORIES, place, f"its history goes to version {last}, and it is at version {item.version}")
    elif rows.last.attributes.get(FORMAT) == item.attributes.get(FORMAT) and rows.last.attributes.get(part) != item.attributes[part]:
        yield Problem(Subject.HISTORIES, place, f"the last entry of its history, version {last}, is not what it is now")


def _is_always_there(entity: Any, part: str) -> bool:
    """Tell whether an entity has had a part since it was made."""
    return part not in entity._field_defaults
