"""Actions are named after the fields that they guard."""

import pytest

from authz.naming import action_of_field, action_of_mutation, action_of_resolver, expected_actions


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("addGroup", "api_mutations_add_group_mutate"),
        ("addFilesToDb", "api_mutations_add_files_to_db_mutate"),
        ("addIpRoot", "api_mutations_add_ip_root_mutate"),
        ("importScan", "api_mutations_import_scan_mutate"),
        ("updateToeLinesAttackedLines", "api_mutations_update_toe_lines_attacked_lines_mutate"),
        ("removeTags", "api_mutations_remove_vulnerability_tags_mutate"),
        ("removeEvidence", "api_mutations_remove_finding_evidence_mutate"),
        ("updateDescription", "api_mutations_update_finding_description_mutate"),
        ("addGitEnvironmentUrl", "api_mutations_add_git_environment_mutate"),
    ],
)
def test_a_mutation_names_its_action_but_for_four(name: str, action: str) -> None:
    assert action_of_mutation(name) == action
    assert action_of_field("Mutation", name) == action


@pytest.mark.parametrize(
    ("type_name", "field", "action"),
    [
        ("Group", "forcesToken", "api_resolvers_group_forces_token_resolve"),
        ("Query", "group", "api_resolvers_query_group_resolve"),
        ("URLRoot", "secrets", "api_resolvers_url_root_secrets_resolve"),
        ("IPRoot", "nickname", "api_resolvers_ip_root_nickname_resolve"),
        ("GitEnvironmentUrl", "secrets", "api_resolvers_git_environment_url_secrets_resolve"),
        ("ToeInput", "seenFirstTimeBy", "api_resolvers_toe_input_seen_first_time_by_resolve"),
    ],
)
def test_a_field_names_its_action(type_name: str, field: str, action: str) -> None:
    assert action_of_resolver(type_name, field) == action
    assert action_of_field(type_name, field) == action


def test_of_a_type_only_the_fields_whose_action_the_matrix_knows_are_expected() -> None:
    assert expected_actions("Group", ["name", "gate", "scans", "scan", "events", "eventsConnection"]) == {
        "gate": "api_resolvers_group_gate_resolve",
        "scans": "api_resolvers_group_scans_resolve",
        "events": "api_resolvers_group_events_resolve",
    }


def test_of_the_mutations_only_those_whose_action_the_matrix_knows_are_expected() -> None:
    assert expected_actions("Mutation", ["addAccessToken", "addOrganization", "removeTags", "addCredentials"]) == {
        "addOrganization": "api_mutations_add_organization_mutate",
        "removeTags": "api_mutations_remove_vulnerability_tags_mutate",
        "addCredentials": "api_mutations_add_credentials_mutate",
    }
