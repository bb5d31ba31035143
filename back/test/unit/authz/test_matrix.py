"""The matrix holds the public product's grants, ours beside them, and nothing else."""

from collections.abc import Mapping
from hashlib import sha256

import pytest

from authz.actions import group, organization, ours, user
from authz.levels import Level
from authz.matrix import ROLES, actions_at, actions_of, roles_with
from authz.roles import GROUP_ROLES_BY_TAG, USER_ROLES_BY_TAG, GroupRole, OrganizationRole, Tag, UserRole

# Of the lines "level role action", sorted, that the public product's matrix of late 2023 has.
REFERENCE_LINES = 1119
REFERENCE_DIGEST = "e93d8c643bd11b686978f538d240ce9d13384cda8a3ad9f29607ee59d125b073"

TABLES: Mapping[Level, Mapping[str, frozenset[str]]] = {
    Level.USER: user.ACTIONS,
    Level.ORGANIZATION: organization.ACTIONS,
    Level.GROUP: group.ACTIONS,
}

COUNTS = [
    (Level.USER, "admin", 21, 0),
    (Level.USER, "hacker", 14, 0),
    (Level.USER, "user", 3, 0),
    (Level.ORGANIZATION, "admin", 27, 0),
    (Level.ORGANIZATION, "customer_manager", 26, 0),
    (Level.ORGANIZATION, "user", 3, 0),
    (Level.ORGANIZATION, "user_manager", 29, 0),
    (Level.GROUP, "admin", 174, 4),
    (Level.GROUP, "architect", 92, 3),
    (Level.GROUP, "customer_manager", 127, 2),
    (Level.GROUP, "hacker", 109, 3),
    (Level.GROUP, "reattacker", 103, 3),
    (Level.GROUP, "resourcer", 94, 2),
    (Level.GROUP, "reviewer", 87, 2),
    (Level.GROUP, "service_forces", 6, 3),
    (Level.GROUP, "user", 63, 2),
    (Level.GROUP, "user_manager", 88, 4),
    (Level.GROUP, "vulnerability_manager", 53, 4),
]


@pytest.mark.parametrize(("level", "role", "public", "added"), COUNTS)
def test_a_role_has_as_many_actions_as_in_the_public_product_and_those_of_ours(level: Level, role: str, public: int, added: int) -> None:
    in_public = {action for action, roles in TABLES[level].items() if role in roles}

    assert len(in_public) == public
    assert len(actions_of(level, role) - in_public) == added


def test_the_public_tables_are_the_public_matrix_to_the_letter() -> None:
    lines = sorted(f"{level} {role} {action}" for level, table in TABLES.items() for action, roles in table.items() for role in roles)

    assert len(lines) == REFERENCE_LINES
    assert sha256("\n".join(lines).encode()).hexdigest() == REFERENCE_DIGEST


def test_every_role_of_the_counts_exists_and_no_other() -> None:
    assert [(level, role) for level in Level for role in ROLES[level]] == [(level, role) for level, role, _, _ in COUNTS]


def test_the_levels_have_as_many_actions_as_the_public_product_and_three_more_in_groups() -> None:
    assert {level: len(actions_at(level)) for level in Level} == {Level.USER: 21, Level.ORGANIZATION: 35, Level.GROUP: 186 + 3}


def test_our_grants_are_these_four_rows() -> None:
    assert dict(ours.GROUP_ACTIONS) == {
        "api_mutations_add_forces_execution_mutate": {"admin", "user_manager", "vulnerability_manager"},
        "api_mutations_import_scan_mutate": {
            "admin",
            "architect",
            "hacker",
            "reattacker",
            "service_forces",
            "user_manager",
            "vulnerability_manager",
        },
        "api_resolvers_group_gate_resolve": frozenset(GroupRole),
        "api_resolvers_group_scans_resolve": frozenset(GroupRole),
    }


def test_a_role_that_a_level_does_not_know_has_no_action() -> None:
    assert actions_of(Level.GROUP, "executive") == frozenset()
    assert actions_of(Level.USER, "reviewer") == frozenset()
    assert actions_of(Level.ORGANIZATION, None) == frozenset()


def test_an_action_that_a_level_does_not_know_has_no_role() -> None:
    assert roles_with(Level.USER, "api_mutations_add_finding_mutate") == frozenset()


@pytest.mark.parametrize("level", Level)
def test_the_matrix_reads_the_same_by_role_and_by_action(level: Level) -> None:
    by_role = {(role.value, action) for role in ROLES[level] for action in actions_of(level, role)}

    assert by_role == {(str(role), action) for action in actions_at(level) for role in roles_with(level, action)}


@pytest.mark.parametrize(
    "action",
    [
        "api_mutations_update_vulnerability_treatment_mutate",
        "api_mutations_handle_vulnerabilities_acceptance_mutate",
        "api_mutations_remove_vulnerability_tags_mutate",
        "api_mutations_send_assigned_notification_mutate",
        "handle_comment_scope",
    ],
)
def test_the_admin_of_a_group_lacks_what_its_members_decide(action: str) -> None:
    assert "admin" not in roles_with(Level.GROUP, action)
    assert roles_with(Level.GROUP, action) != frozenset()


def test_only_reviewers_set_the_scope_of_a_comment() -> None:
    assert roles_with(Level.GROUP, "handle_comment_scope") == {"reviewer"}


def test_the_ci_agent_may_do_nine_things() -> None:
    assert actions_of(Level.GROUP, "service_forces") == {
        "api_mutations_add_forces_execution_mutate",
        "api_mutations_import_scan_mutate",
        "api_resolvers_group_gate_resolve",
        "api_resolvers_group_scans_resolve",
        "api_resolvers_query_finding_resolve",
        "api_resolvers_query_group_resolve",
        "api_resolvers_query_root_resolve",
        "api_resolvers_query_vulnerability_resolve",
        "api_resolvers_vulnerability_historic_zero_risk_resolve",
    }


def test_the_architect_neither_reads_nor_edits_the_internal_side_of_the_surface() -> None:
    surface = {action for action in actions_of(Level.GROUP, "hacker") if "_toe_" in action}

    assert {action for action in surface if action not in actions_of(Level.GROUP, "architect")} == {
        *(f"api_resolvers_toe_input_{name}_resolve" for name in ("attacked_at", "attacked_by", "be_present_until", "first_attack_at")),
        "api_resolvers_toe_input_seen_first_time_by_resolve",
        *(f"api_resolvers_toe_lines_{name}_resolve" for name in ("attacked_at", "attacked_by", "attacked_lines", "be_present_until")),
        "api_resolvers_toe_lines_comments_resolve",
        "api_resolvers_toe_lines_first_attack_at_resolve",
        *(f"api_resolvers_toe_port_{name}_resolve" for name in ("attacked_at", "attacked_by", "be_present_until", "first_attack_at")),
        "api_resolvers_toe_port_seen_first_time_by_resolve",
        *(f"api_mutations_{verb}_toe_{kind}_mutate" for verb in ("add", "update") for kind in ("input", "port")),
        "api_mutations_add_toe_lines_mutate",
        "api_mutations_update_toe_lines_attacked_lines_mutate",
        "see_toe_lines_coverage",
        "see_toe_lines_days_to_attack",
    }


def test_the_manager_of_vulnerabilities_touches_neither_roots_nor_members() -> None:
    held = actions_of(Level.GROUP, "vulnerability_manager")

    assert {action for action in held if action.startswith("api_mutations_") and action.endswith("_root_mutate")} == set()
    assert {action for action in held if "grant_" in action or "stakeholder" in action} == {
        "api_resolvers_group_stakeholders_resolve",
        "api_resolvers_query_stakeholder__resolve_for_group",
    }


def test_tags_mark_the_testers_and_the_agent() -> None:
    assert dict(GROUP_ROLES_BY_TAG) == {
        Tag.DRILLS: {"architect", "hacker", "reattacker", "resourcer", "reviewer"},
        Tag.FORCES: {"service_forces"},
    }
    assert dict(USER_ROLES_BY_TAG) == {Tag.DRILLS: {UserRole.HACKER}, Tag.FORCES: frozenset()}


def test_the_role_that_is_implied_for_platform_admins_is_admin_at_every_level() -> None:
    assert {UserRole.ADMIN.value, OrganizationRole.ADMIN.value, GroupRole.ADMIN.value} == {"admin"}
