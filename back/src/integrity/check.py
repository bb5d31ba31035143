"""The check of a whole store as it is at one moment: a page of items at a time, with a few batched look-ups for each."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from db_model.groups.types import Group
from integrity import entities, files, guards, histories, links
from integrity.entities import Known
from integrity.files import Named
from integrity.problems import Problem, Subject
from store.snapshot import Snapshot
from store.values import Item, Key


class Needed(NamedTuple):
    """A file and the item that names it."""

    key: Key
    file: Named


class Checked(NamedTuple):
    """What came of a page of items: what does not agree, and the files that they name."""

    problems: tuple[Problem, ...]
    needed: tuple[Needed, ...]


def check_items(snapshot: Snapshot) -> Iterator[Checked]:
    """Compare all items, a page at a time."""
    partition = histories.Partition()
    for page in snapshot.pages():
        known, unreadable = entities.read(page)
        own = tuple(problem for each in known for problem in entities.own_problems(each))
        needed = tuple(Needed(each.item.key, file) for each in known for file in files.named(each.entity))
        partition, broken = histories.after_page(partition, page, known)
        yield Checked((*unreadable, *own, *broken, *_between(snapshot, page, known)), needed)
    yield Checked(tuple(histories.judge(partition)), ())


def engine_problems(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield what the engine keeps beside the items and does not follow from them."""
    for difference in snapshot.differences():
        yield Problem(Subject(difference.kind.value), difference.place, difference.text)


def _between(snapshot: Snapshot, page: Sequence[Item], known: Sequence[Known]) -> Iterator[Problem]:
    """Yield what does not agree between the items of a page and others, which are looked up for all of them together."""
    held = guards.guards_among(page)
    owners = snapshot.get_many([key for guard in held if (key := guards.owner_of(guard)) is not None])
    people = (*(each.entity for each in known), *(guards.entity_of(owner) for owner in owners.values()))
    parents = snapshot.get_many([key for entity in people if (key := guards.parent_of(entity)) is not None])

    def group_of(entity: object) -> Group | None:
        key = guards.parent_of(entity)
        return None if key is None else guards.group_of(parents.get(key))

    wanted = [key for each in known for key in (*guards.must_hold(each.entity, group_of(each.entity)), *links.targets(each.entity))]
    found = snapshot.get_many(wanted)
    for each in known:
        yield from guards.of_entity(each, group_of(each.entity), found)
        yield from links.of_entity(each, found)
    for guard in held:
        key = guards.owner_of(guard)
        owner = None if key is None else owners.get(key)
        yield from guards.of_guard(guard, owner, group_of(guards.entity_of(owner)))
