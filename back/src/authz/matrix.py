"""What each role of each level may do: the public product's grants and ours, as one matrix."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from authz.actions import group, organization, ours, user
from authz.levels import Level
from authz.roles import GroupRole, OrganizationRole, Role, UserRole

_NONE: frozenset[str] = frozenset()

ROLES: Mapping[Level, tuple[Role, ...]] = MappingProxyType(
    {
        Level.USER: tuple(UserRole),
        Level.ORGANIZATION: tuple(OrganizationRole),
        Level.GROUP: tuple(GroupRole),
    }
)


def _merge(*tables: Mapping[str, frozenset[GroupRole]]) -> Mapping[str, frozenset[GroupRole]]:
    """Return one table in which each action has the roles that any of the tables gives it."""
    actions = sorted({action for table in tables for action in table})
    return {action: frozenset(role for table in tables for role in table.get(action, ())) for action in actions}


_ROLES_BY_ACTION: Mapping[Level, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        Level.USER: user.ACTIONS,
        Level.ORGANIZATION: organization.ACTIONS,
        Level.GROUP: MappingProxyType(_merge(group.ACTIONS, ours.GROUP_ACTIONS)),
    }
)


def _by_role(table: Mapping[str, frozenset[str]], roles: Iterable[Role]) -> Mapping[str, frozenset[str]]:
    """Turn a table of roles by action into one of actions by role."""
    return MappingProxyType({role.value: frozenset(action for action, having in table.items() if role in having) for role in roles})


_ACTIONS_BY_ROLE: Mapping[Level, Mapping[str, frozenset[str]]] = MappingProxyType(
    {level: _by_role(table, ROLES[level]) for level, table in _ROLES_BY_ACTION.items()}
)
_ACTIONS: Mapping[Level, frozenset[str]] = MappingProxyType({level: frozenset(table) for level, table in _ROLES_BY_ACTION.items()})


def actions_of(level: Level, role: str | None) -> frozenset[str]:
    """Return what a role may do at a level: nothing when the level does not know it."""
    return _NONE if role is None else _ACTIONS_BY_ROLE[level].get(role, _NONE)


def roles_with(level: Level, action: str) -> frozenset[str]:
    """Return the roles of a level that have an action: none when the level does not know it."""
    return _ROLES_BY_ACTION[level].get(action, _NONE)


def actions_at(level: Level) -> frozenset[str]:
    """Return every action that some role of a level has."""
    return _ACTIONS[level]
