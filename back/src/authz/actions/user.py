"""What each platform role may do, wherever it is done."""

from collections.abc import Mapping
from types import MappingProxyType

from authz.roles import UserRole as Role

ADMINS = frozenset({Role.ADMIN})
HACKERS = frozenset({Role.ADMIN, Role.HACKER})
EVERYONE = frozenset(Role)

ACTIONS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        # People and organizations
        "api_mutations_add_group_mutate": HACKERS,
        "api_mutations_add_organization_mutate": EVERYONE,
        "api_mutations_add_stakeholder_mutate": ADMINS,
        "api_mutations_update_stakeholder_phone_mutate": EVERYONE,
        "api_mutations_verify_stakeholder_mutate": EVERYONE,
        # Machine
        "api_mutations_submit_group_machine_execution_mutate": ADMINS,
        # Fields
        "api_resolvers_event_hacker_resolve": HACKERS,
        "api_resolvers_finding_hacker_resolve": HACKERS,
        "api_resolvers_query_groups_resolve": ADMINS,
        "api_resolvers_query_list_user_groups_resolve": HACKERS,
        "api_resolvers_query_vulnerabilities_to_reattack_resolve": ADMINS,
        # What a client shows
        "can_assign_vulnerabilities_to_fluidattacks_staff": HACKERS,
        "front_can_edit_credentials_secrets_in_bulk": HACKERS,
        "front_can_enable_meeting_mode": HACKERS,
        "front_can_retrieve_todo_drafts": HACKERS,
        "front_can_retrieve_todo_events": HACKERS,
        "front_can_retrieve_todo_locations_drafts": HACKERS,
        "front_can_retrieve_todo_reattacks": HACKERS,
        # Roles that may be granted
        "grant_user_level_role:admin": ADMINS,
        "grant_user_level_role:hacker": ADMINS,
        "grant_user_level_role:user": ADMINS,
    }
)
