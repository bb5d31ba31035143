"""Grants that the public product does not have: actions of our own, and roles that also get one of its actions."""

from collections.abc import Mapping
from types import MappingProxyType

from authz.actions import group
from authz.roles import GroupRole as Role

SCANNERS = frozenset(
    {
        Role.ADMIN,
        Role.ARCHITECT,
        Role.HACKER,
        Role.REATTACKER,
        Role.SERVICE_FORCES,
        Role.USER_MANAGER,
        Role.VULNERABILITY_MANAGER,
    }
)
GROUP_READERS = group.ACTIONS["api_resolvers_query_group_resolve"]

GROUP_ACTIONS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        # A person may run the gate by hand, and its run is recorded like the agent's.
        "api_mutations_add_forces_execution_mutate": frozenset({Role.ADMIN, Role.USER_MANAGER, Role.VULNERABILITY_MANAGER}),
        "api_mutations_import_scan_mutate": SCANNERS,
        "api_resolvers_group_gate_resolve": GROUP_READERS,
        "api_resolvers_group_scans_resolve": GROUP_READERS,
    }
)
