"""What each role of a group may do in it."""

from collections.abc import Mapping
from types import MappingProxyType

from authz.roles import GROUP_ROLES_BY_TAG as ROLES_BY_TAG
from authz.roles import GroupRole as Role
from authz.roles import Tag

EVERYONE = frozenset(Role)
PEOPLE = EVERYONE - {Role.SERVICE_FORCES}
ADMINS = frozenset({Role.ADMIN})

# The customer's side
CUSTOMERS = frozenset({Role.USER, Role.USER_MANAGER, Role.VULNERABILITY_MANAGER})
ACCEPTANCE_JUDGES = frozenset({Role.USER_MANAGER, Role.VULNERABILITY_MANAGER})
OWNERS = frozenset({Role.ADMIN, Role.USER_MANAGER})

# Both sides
MANAGERS = frozenset({Role.ADMIN, Role.CUSTOMER_MANAGER, Role.USER_MANAGER})
MEMBERS = CUSTOMERS | {Role.ADMIN, Role.CUSTOMER_MANAGER}
MEMBER_READERS = MANAGERS | {Role.REVIEWER, Role.VULNERABILITY_MANAGER}
ADDRESS_ROOT_KEEPERS = frozenset({Role.ADMIN, Role.CUSTOMER_MANAGER, Role.USER, Role.USER_MANAGER})
ROOT_KEEPERS = ADDRESS_ROOT_KEEPERS | {Role.RESOURCER}
SECRET_READERS = PEOPLE - {Role.REVIEWER, Role.USER, Role.VULNERABILITY_MANAGER}
TREATERS = CUSTOMERS | {Role.ARCHITECT, Role.HACKER}

# The testers' side
VENDOR = frozenset({Role.ADMIN, Role.CUSTOMER_MANAGER})
INTERNAL = VENDOR | ROLES_BY_TAG[Tag.DRILLS]
DRAFT_READERS = INTERNAL - {Role.RESOURCER}
EVENT_KEEPERS = INTERNAL - {Role.REVIEWER}
SURFACE_READERS = INTERNAL - {Role.ARCHITECT}
SURFACE_KEEPERS = frozenset({Role.ADMIN, Role.HACKER, Role.REATTACKER, Role.RESOURCER})
TESTERS = frozenset({Role.ADMIN, Role.ARCHITECT, Role.HACKER, Role.REATTACKER})
SENIOR_TESTERS = frozenset({Role.ADMIN, Role.ARCHITECT, Role.HACKER})
HISTORY_READERS = TESTERS | {Role.REVIEWER}
REVIEWERS = frozenset({Role.ADMIN, Role.REVIEWER})
ZERO_RISK_JUDGES = frozenset({Role.ADMIN, Role.ARCHITECT, Role.REVIEWER})
MACHINE_RUNNERS = frozenset({Role.ADMIN, Role.CUSTOMER_MANAGER, Role.REATTACKER, Role.REVIEWER})
CLONERS = frozenset({Role.ADMIN, Role.REATTACKER, Role.RESOURCER})

ACTIONS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        # The group
        "api_mutations_add_group_tags_mutate": MEMBERS,
        "api_mutations_remove_group_mutate": MANAGERS,
        "api_mutations_remove_group_tag_mutate": MEMBERS,
        "api_mutations_update_group_access_info_mutate": PEOPLE,
        "api_mutations_update_group_disambiguation_mutate": INTERNAL - {Role.REATTACKER},
        "api_mutations_update_group_info_mutate": MANAGERS,
        "api_mutations_update_group_managed_mutate": VENDOR,
        "api_mutations_update_group_mutate": VENDOR,
        "api_mutations_update_group_policies_mutate": MANAGERS,
        "api_resolvers_group_analytics_resolve": PEOPLE,
        "api_resolvers_group_disambiguation_resolve": INTERNAL,
        "api_resolvers_group_service_attributes_resolve": PEOPLE,
        "api_resolvers_query_group_resolve": EVERYONE,
        # Members
        "api_mutations_grant_stakeholder_access_mutate": MANAGERS,
        "api_mutations_remove_stakeholder_access_mutate": MANAGERS,
        "api_mutations_unsubscribe_from_group_mutate": PEOPLE,
        "api_mutations_update_group_stakeholder_mutate": MANAGERS,
        "api_resolvers_group_stakeholders_resolve": MEMBER_READERS,
        "api_resolvers_query_stakeholder__resolve_for_group": MEMBER_READERS,
        # Roles that may be granted
        "grant_group_level_role:architect": VENDOR,
        "grant_group_level_role:customer_manager": VENDOR,
        "grant_group_level_role:hacker": VENDOR,
        "grant_group_level_role:reattacker": VENDOR,
        "grant_group_level_role:resourcer": VENDOR,
        "grant_group_level_role:reviewer": VENDOR,
        "grant_group_level_role:user": OWNERS,
        "grant_group_level_role:user_manager": MANAGERS,
        "grant_group_level_role:vulnerability_manager": OWNERS,
        "grant_user_level_role:user": MANAGERS - ADMINS,
        # Roots, environments and their secrets
        "api_mutations_activate_root_mutate": OWNERS,
        "api_mutations_add_git_environment_mutate": ROOT_KEEPERS,
        "api_mutations_add_git_environment_secret_mutate": ROOT_KEEPERS,
        "api_mutations_add_git_root_mutate": ROOT_KEEPERS,
        "api_mutations_add_ip_root_mutate": ADDRESS_ROOT_KEEPERS,
        "api_mutations_add_secret_mutate": ROOT_KEEPERS,
        "api_mutations_add_url_root_mutate": ADDRESS_ROOT_KEEPERS,
        "api_mutations_deactivate_root_mutate": OWNERS,
        "api_mutations_move_root_mutate": OWNERS,
        "api_mutations_remove_environment_url_mutate": ROOT_KEEPERS,
        "api_mutations_remove_environment_url_secret_mutate": ROOT_KEEPERS,
        "api_mutations_remove_secret_mutate": ROOT_KEEPERS,
        "api_mutations_sync_git_root_mutate": ROOT_KEEPERS | {Role.REATTACKER},
        "api_mutations_update_git_environments_mutate": ROOT_KEEPERS,
        "api_mutations_update_git_root_mutate": ROOT_KEEPERS,
        "api_mutations_update_ip_root_mutate": ROOT_KEEPERS,
        "api_mutations_update_root_cloning_status_mutate": CLONERS,
        "api_mutations_update_root_state_mutate": OWNERS,
        "api_mutations_update_url_root_mutate": ROOT_KEEPERS,
        "api_mutations_validate_git_access_mutate": ROOT_KEEPERS,
        "api_resolvers_git_environment_url_secrets_resolve": SECRET_READERS,
        "api_resolvers_git_root_credentials_get_credentials_value": CLONERS,
        "api_resolvers_git_root_download_url_resolve": HISTORY_READERS | {Role.RESOURCER},
        "api_resolvers_git_root_secrets_resolve": SECRET_READERS,
        "api_resolvers_git_root_upload_url_resolve": frozenset({Role.ADMIN, Role.RESOURCER}),
        "api_resolvers_query_environment_url_resolve": PEOPLE - {Role.VULNERABILITY_MANAGER},
        "api_resolvers_query_root_resolve": EVERYONE,
        "api_resolvers_url_root_secrets_resolve": SECRET_READERS,
        # The target surface
        "api_mutations_add_toe_input_mutate": SURFACE_KEEPERS,
        "api_mutations_add_toe_lines_mutate": SURFACE_KEEPERS,
        "api_mutations_add_toe_port_mutate": SURFACE_KEEPERS,
        "api_mutations_refresh_toe_lines_mutate": TESTERS | {Role.RESOURCER},
        "api_mutations_update_toe_input_mutate": SURFACE_KEEPERS,
        "api_mutations_update_toe_lines_attacked_lines_mutate": SURFACE_KEEPERS,
        "api_mutations_update_toe_lines_sorts_mutate": ADMINS,
        "api_mutations_update_toe_port_mutate": SURFACE_KEEPERS,
        "api_resolvers_group_toe_inputs_resolve": PEOPLE,
        "api_resolvers_group_toe_lines_connection_resolve": PEOPLE,
        "api_resolvers_group_toe_lines_resolve": PEOPLE,
        "api_resolvers_group_toe_ports_resolve": PEOPLE,
        "api_resolvers_query_toe_lines_report_resolve": PEOPLE,
        "api_resolvers_toe_input_attacked_at_resolve": SURFACE_READERS,
        "api_resolvers_toe_input_attacked_by_resolve": SURFACE_READERS,
        "api_resolvers_toe_input_be_present_until_resolve": SURFACE_READERS,
        "api_resolvers_toe_input_first_attack_at_resolve": SURFACE_READERS,
        "api_resolvers_toe_input_seen_first_time_by_resolve": SURFACE_READERS,
        "api_resolvers_toe_lines_attacked_at_resolve": SURFACE_READERS,
        "api_resolvers_toe_lines_attacked_by_resolve": SURFACE_READERS,
        "api_resolvers_toe_lines_attacked_lines_resolve": SURFACE_READERS,
        "api_resolvers_toe_lines_be_present_until_resolve": SURFACE_READERS,
        "api_resolvers_toe_lines_comments_resolve": SURFACE_READERS,
        "api_resolvers_toe_lines_first_attack_at_resolve": SURFACE_READERS,
        "api_resolvers_toe_port_attacked_at_resolve": SURFACE_READERS,
        "api_resolvers_toe_port_attacked_by_resolve": SURFACE_READERS,
        "api_resolvers_toe_port_be_present_until_resolve": SURFACE_READERS,
        "api_resolvers_toe_port_first_attack_at_resolve": SURFACE_READERS,
        "api_resolvers_toe_port_seen_first_time_by_resolve": SURFACE_READERS,
        "see_toe_lines_coverage": SURFACE_READERS,
        "see_toe_lines_days_to_attack": SURFACE_READERS,
        # Findings
        "api_mutations_add_finding_mutate": TESTERS,
        "api_mutations_approve_evidence_mutate": REVIEWERS,
        "api_mutations_remove_finding_evidence_mutate": TESTERS,
        "api_mutations_remove_finding_mutate": SENIOR_TESTERS | {Role.REVIEWER},
        "api_mutations_update_evidence_description_mutate": TESTERS,
        "api_mutations_update_evidence_mutate": TESTERS,
        "api_mutations_update_finding_description_mutate": TESTERS,
        "api_mutations_update_severity_mutate": TESTERS,
        "api_resolvers_finding_drafts_connection_resolve": DRAFT_READERS,
        "api_resolvers_finding_hacker_resolve": INTERNAL,
        "api_resolvers_finding_historic_state_resolve": HISTORY_READERS,
        "api_resolvers_finding_sorts_resolve": SENIOR_TESTERS,
        "api_resolvers_group_drafts_resolve": DRAFT_READERS,
        "api_resolvers_query_finding__get_draft": INTERNAL,
        "api_resolvers_query_finding_resolve": EVERYONE,
        # Vulnerabilities
        "api_mutations_close_vulnerabilities_mutate": TESTERS,
        "api_mutations_confirm_vulnerabilities_mutate": REVIEWERS,
        "api_mutations_confirm_vulnerabilities_zero_risk_mutate": ZERO_RISK_JUDGES,
        "api_mutations_download_vulnerability_file_mutate": TESTERS,
        "api_mutations_handle_vulnerabilities_acceptance_mutate": ACCEPTANCE_JUDGES,
        "api_mutations_handle_vulnerabilities_acceptation_mutate": ACCEPTANCE_JUDGES,
        "api_mutations_reject_vulnerabilities_mutate": REVIEWERS,
        "api_mutations_reject_vulnerabilities_zero_risk_mutate": ZERO_RISK_JUDGES,
        "api_mutations_remove_vulnerability_mutate": SENIOR_TESTERS,
        "api_mutations_remove_vulnerability_tags_mutate": TREATERS | {Role.CUSTOMER_MANAGER},
        "api_mutations_request_vulnerabilities_hold_mutate": EVENT_KEEPERS,
        "api_mutations_request_vulnerabilities_verification_mutate": PEOPLE,
        "api_mutations_request_vulnerabilities_zero_risk_mutate": MEMBERS,
        "api_mutations_resubmit_vulnerabilities_mutate": TESTERS,
        "api_mutations_send_assigned_notification_mutate": TREATERS,
        "api_mutations_send_vulnerability_notification_mutate": MANAGERS | {Role.ARCHITECT, Role.REATTACKER, Role.VULNERABILITY_MANAGER},
        "api_mutations_update_vulnerabilities_severity_mutate": TESTERS,
        "api_mutations_update_vulnerabilities_treatment_mutate": TREATERS,
        "api_mutations_update_vulnerability_description_mutate": TESTERS,
        "api_mutations_update_vulnerability_treatment_mutate": TREATERS,
        "api_mutations_upload_file_mutate": TESTERS,
        "api_mutations_verify_vulnerabilities_request_mutate": TESTERS,
        "api_resolvers_finding_rejected_vulnerabilities_resolve": INTERNAL,
        "api_resolvers_finding_submitted_vulnerabilities_resolve": INTERNAL,
        "api_resolvers_finding_zero_risk_connection_resolve": ZERO_RISK_JUDGES,
        "api_resolvers_finding_zero_risk_resolve": ZERO_RISK_JUDGES,
        "api_resolvers_group_vulnerability_drafts_resolve": DRAFT_READERS,
        "api_resolvers_query_vulnerability__get_draft": INTERNAL,
        "api_resolvers_query_vulnerability_resolve": EVERYONE,
        "api_resolvers_vulnerability_hacker_resolve": INTERNAL,
        "api_resolvers_vulnerability_historic_verification_resolve": HISTORY_READERS,
        "api_resolvers_vulnerability_historic_zero_risk_resolve": EVERYONE - {Role.HACKER, Role.REATTACKER, Role.RESOURCER},
        # Comments
        "api_mutations_add_event_consult_mutate": PEOPLE,
        "api_mutations_add_finding_consult_mutate": PEOPLE - {Role.RESOURCER},
        "api_mutations_add_group_consult_mutate": PEOPLE - {Role.REATTACKER, Role.RESOURCER},
        "api_resolvers_finding_consulting_resolve": PEOPLE,
        "api_resolvers_finding_observations_resolve": DRAFT_READERS,
        "api_resolvers_group_consulting_resolve": PEOPLE,
        # Events
        "api_mutations_add_event_mutate": EVENT_KEEPERS,
        "api_mutations_download_event_file_mutate": PEOPLE,
        "api_mutations_reject_event_solution_mutate": EVENT_KEEPERS,
        "api_mutations_remove_event_evidence_mutate": SENIOR_TESTERS,
        "api_mutations_request_event_verification_mutate": PEOPLE,
        "api_mutations_solve_event_mutate": EVENT_KEEPERS,
        "api_mutations_update_event_evidence_mutate": EVENT_KEEPERS,
        "api_mutations_update_event_mutate": EVENT_KEEPERS,
        "api_resolvers_event_hacker_resolve": INTERNAL,
        "api_resolvers_group_events_resolve": PEOPLE,
        "api_resolvers_query_event_resolve": PEOPLE,
        "api_resolvers_query_events_resolve": PEOPLE,
        # Forces, the CI agent
        "api_mutations_add_forces_execution_mutate": frozenset({Role.SERVICE_FORCES}),
        "api_mutations_update_forces_access_token_mutate": MEMBERS,
        "api_resolvers_group_forces_executions_connection_resolve": PEOPLE,
        "api_resolvers_group_forces_executions_resolve": PEOPLE,
        "api_resolvers_group_forces_exp_date_resolve": MEMBERS,
        "api_resolvers_group_forces_token_resolve": MEMBERS,
        "api_resolvers_query_forces_execution_resolve": PEOPLE,
        # Files and reports
        "api_mutations_add_files_mutate": MEMBERS,
        "api_mutations_add_files_to_db_mutate": MEMBERS,
        "api_mutations_download_file_mutate": PEOPLE,
        "api_mutations_remove_files_mutate": MEMBERS,
        "api_mutations_sign_post_url_mutate": MEMBERS,
        "api_resolvers_query_report__get_url_group_report": MANAGERS | {Role.ARCHITECT, Role.HACKER, Role.VULNERABILITY_MANAGER},
        "api_resolvers_query_resources_resolve": PEOPLE,
        "api_resolvers_query_unfulfilled_standard_report_url_resolve": PEOPLE,
        # Machine jobs, billing and subscription
        "api_mutations_submit_group_machine_execution_mutate": ADMINS,
        "api_mutations_submit_machine_job_mutate": MACHINE_RUNNERS,
        "api_mutations_update_group_payment_id_mutate": ADMINS,
        "api_mutations_update_subscription_mutate": ADMINS,
        "api_resolvers_finding_machine_jobs_resolve": MACHINE_RUNNERS,
        "api_resolvers_group_billing_resolve": MEMBERS,
        # What a client shows
        "handle_comment_scope": frozenset({Role.REVIEWER}),
        "post_finding_observation": DRAFT_READERS - {Role.REATTACKER},
        "request_group_upgrade": OWNERS,
        "see_draft_status": INTERNAL,
        "see_dropdown_to_confirm_zero_risk": ZERO_RISK_JUDGES - ADMINS,
        "see_dropdown_to_reject_zero_risk": ZERO_RISK_JUDGES - ADMINS,
        "see_group_services_info": INTERNAL,
        "see_internal_toe": SURFACE_READERS,
        "see_review_filter": INTERNAL,
        "see_vulnerability_source": INTERNAL,
        "update_git_root_filter": OWNERS,
        "valid_assigned": CUSTOMERS,
    }
)
