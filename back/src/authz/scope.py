"""What a viewer may find: every search and every loader is bounded by it."""

from dataclasses import InitVar, dataclass
from typing import TypeAlias

from authz.decision import is_platform_admin
from authz.viewer import Viewer
from store import index

# Whoever holds this object may make an `Everything`, and nothing outside this file does.
_PERMIT = object()


@dataclass(frozen=True, slots=True)
class Groups:
    """What belongs to these groups; nothing when there are none."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Organization:
    """What belongs to an organization, in whichever group; for a caller that has been allowed to read all of it."""

    id: str


@dataclass(frozen=True, slots=True)
class Everything:
    """No bound. Only `scope_of` gives one; making it elsewhere raises `TypeError`."""

    permit: InitVar[object]

    def __post_init__(self, permit: object) -> None:
        if permit is not _PERMIT:
            raise TypeError("Everything is given by scope_of alone")


Scope: TypeAlias = Groups | Organization | Everything


def scope_of(viewer: Viewer) -> Groups | Everything:
    """Return what a viewer may find: all for a platform admin and the service itself, else what is in the groups with a role.

    A token with a group never leads out of it.
    """
    if viewer.is_system:
        return Everything(_PERMIT)
    if viewer.is_anonymous:
        return Groups(frozenset())
    limit = None if viewer.credential is None else viewer.credential.group
    if is_platform_admin(viewer):
        return Everything(_PERMIT) if limit is None else Groups(frozenset({limit}))
    return Groups(frozenset(name for name in viewer.groups if limit in {None, name}))


def covers_group(scope: Scope, name: str, organization_id: str) -> bool:
    """Tell whether a group, of that name and organization, lies in a scope."""
    if isinstance(scope, Groups):
        return name in scope.names
    return isinstance(scope, Everything) or scope.id == organization_id


def is_empty(scope: Scope) -> bool:
    """Tell whether nothing can lie in a scope, so that it need not be searched."""
    return isinstance(scope, Groups) and not scope.names


def in_index(scope: Scope) -> index.Scope:
    """Return a scope as the index is bounded by it."""
    match scope:
        case Groups(names=names):
            return index.InGroups(names)
        case Organization(id=identifier):
            return index.InOrganization(identifier)
        case Everything():
            return index.Anywhere()
