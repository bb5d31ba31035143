"""Unique values against the entities that hold them: each guard has its owner, and each entity its guards."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from db_model.all_facets import facet_of, guard_of
from db_model.change import guard_key
from db_model.codec import MalformedItem
from db_model.findings import facet as findings
from db_model.findings import writes as findings_model
from db_model.findings.types import Finding
from db_model.findings.types import is_there as is_finding_there
from db_model.groups import facet as groups
from db_model.groups.types import Group
from db_model.groups.types import is_active as is_active_group
from db_model.organizations import facet as organizations
from db_model.organizations.types import Organization
from db_model.roots import facet as roots
from db_model.roots import guards as root_guards
from db_model.roots.types import Root
from db_model.roots.types import is_active as is_active_root
from db_model.scans import facet as scans
from db_model.scans.types import Scan, ScanStatus, has_ended
from integrity.entities import Known, place_of
from integrity.problems import Problem, Subject
from roots import uniqueness
from store.values import Item, Key


class KeyOf(Protocol):
    """Says where the entity of an id lives."""

    def __call__(self, identifier: str, /) -> Key:
        """Return the key."""


OWNERS: Mapping[str, KeyOf] = MappingProxyType(
    {
        organizations.NAME_GUARD: organizations.key,
        findings.DESCRIPTION_GUARD: findings.key,
        findings.THREAT_GUARD: findings.key,
        findings.MACHINE_GUARD: findings.key,
        scans.TURN_GUARD: scans.key,
        root_guards.URL: roots.key,
        root_guards.BRANCH: roots.key,
        root_guards.ADDRESS: roots.key,
        root_guards.GIT_NICKNAME: roots.key,
        root_guards.ADDRESS_NICKNAME: roots.key,
    }
)
"""What kinds of guards there are, and where the owner of one lives."""


def owner_of(guard: Item) -> Key | None:
    """Return where the owner of a guard lives, `None` when it is of a kind that nobody knows."""
    kind, _ = guard_of(guard.key) or ("", "")
    owner, to_key = guard.attributes.get("owner"), OWNERS.get(kind)
    return to_key(owner) if to_key is not None and isinstance(owner, str) and owner else None


def parent_of(entity: Any) -> Key | None:
    """Return where the group is that decides what a root holds; of other entities nothing else decides."""
    return groups.key(entity.group_name) if isinstance(entity, Root) else None


def may_hold(entity: Any, group: Group | None) -> frozenset[Key]:
    """Return the guards that an entity may own; a root keeps its own while it is inactive, until another one takes them over."""
    match entity:
        case Organization(name=name):
            return frozenset({guard_key(organizations.NAME_GUARD, name)})
        case Finding() if is_finding_there(entity):
            return frozenset(guard_key(kind, value) for kind, value in findings_model.guards(entity))
        case Scan(root_id=str() as root_id) if not has_ended(entity):
            return frozenset({guard_key(scans.TURN_GUARD, root_id)})
        case Root() if group is not None:
            held = (*uniqueness.of_target(entity, group), uniqueness.of_nickname(entity, entity.nickname))
            return frozenset(map(root_guards.key, held))
        case _:
            return frozenset()


def must_hold(entity: Any, group: Group | None) -> frozenset[Key]:
    """Return the guards that an entity has to own now."""
    match entity:
        case Root() if not is_active_root(entity) or group is None or not is_active_group(group):
            return frozenset()
        case Scan(status=status, request=request) if status is not ScanStatus.RUNNING or request.is_dry_run:
            return frozenset()
        case _:
            return may_hold(entity, group)


def of_entity(known: Known, group: Group | None, found: Mapping[Key, Item]) -> Iterator[Problem]:
    """Yield the guards that an entity should own and does not; `found` are the items at their keys."""
    for key in sorted(must_hold(known.entity, group)):
        if key not in found:
            yield Problem(Subject.GUARDS, place_of(known.item.key), f"{_kind(key)} is not guarded for it")
        elif owner_of(found[key]) != known.item.key:
            yield Problem(Subject.GUARDS, place_of(known.item.key), f"{_kind(key)} is guarded for another one")


def of_guard(guard: Item, owner: Item | None, group: Group | None) -> Iterator[Problem]:
    """Yield what is wrong with a guard, whose owner was looked up."""
    place = place_of(guard.key)
    if owner_of(guard) is None:
        yield Problem(Subject.GUARDS, place, "it is of no known kind, or has no owner")
    elif owner is None:
        yield Problem(Subject.GUARDS, place, "its owner is not there")
    else:
        entity = entity_of(owner)
        if entity is not None and guard.key not in may_hold(entity, group):
            yield Problem(Subject.GUARDS, place, "its owner does not have this value")


def guards_among(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the guards among items."""
    return tuple(item for item in items if guard_of(item.key) is not None)


def entity_of(item: Item | None) -> Any:
    """Read an item as its entity; `None` for one that cannot be read, which is a problem of its own."""
    facet = None if item is None else facet_of(item.key)
    try:
        return None if facet is None or item is None else facet.codec.to_entity(item)
    except MalformedItem:
        return None


def group_of(item: Item | None) -> Group | None:
    """Read an item as a group; `None` when it is none."""
    entity = entity_of(item)
    return entity if isinstance(entity, Group) else None


def _kind(key: Key) -> str:
    kind, _ = guard_of(key) or ("", "")
    return kind
