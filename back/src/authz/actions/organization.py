"""What each role of an organization may do in it."""

from collections.abc import Mapping
from types import MappingProxyType

from authz.roles import OrganizationRole as Role

ADMINS = frozenset({Role.ADMIN})
OWNERS = frozenset({Role.ADMIN, Role.USER_MANAGER})
VENDOR = frozenset({Role.ADMIN, Role.CUSTOMER_MANAGER})
MANAGERS = frozenset({Role.ADMIN, Role.CUSTOMER_MANAGER, Role.USER_MANAGER})
POLICY_JUDGES = frozenset({Role.CUSTOMER_MANAGER, Role.USER_MANAGER})
MEMBERS = frozenset({Role.CUSTOMER_MANAGER, Role.USER, Role.USER_MANAGER})
EVERYONE = frozenset(Role)

ACTIONS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        # Members and groups
        "api_mutations_add_group_mutate": MANAGERS,
        "api_mutations_grant_stakeholder_organization_access_mutate": MANAGERS,
        "api_mutations_remove_stakeholder_organization_access_mutate": MANAGERS,
        "api_mutations_update_organization_stakeholder_mutate": MANAGERS,
        "api_resolvers_organization_stakeholders_resolve": MANAGERS,
        "api_resolvers_query_stakeholder__resolve_for_organization": MANAGERS,
        # Credentials
        "api_mutations_add_credentials_mutate": MANAGERS,
        "api_mutations_remove_credentials_mutate": MANAGERS,
        "api_mutations_update_credentials_mutate": MANAGERS,
        # Billing
        "api_mutations_add_credit_card_payment_method_mutate": OWNERS,
        "api_mutations_add_other_payment_method_mutate": OWNERS,
        "api_mutations_download_billing_file_mutate": MANAGERS,
        "api_mutations_remove_payment_method_mutate": VENDOR,
        "api_mutations_update_credit_card_payment_method_mutate": OWNERS,
        "api_mutations_update_other_payment_method_mutate": OWNERS,
        "api_mutations_update_payment_method_mutate": OWNERS,
        "api_resolvers_billing_prices_resolve": ADMINS,
        "api_resolvers_organization_billing_resolve": MANAGERS,
        "api_resolvers_query_billing_resolve": ADMINS,
        "see_billing_service_type": VENDOR,
        "see_billing_subscription_type": VENDOR,
        # Policies
        "api_mutations_add_organization_finding_policy_mutate": MEMBERS,
        "api_mutations_deactivate_finding_policy_mutate": POLICY_JUDGES,
        "api_mutations_deactivate_organization_finding_policy_mutate": POLICY_JUDGES,
        "api_mutations_handle_finding_policy_acceptance_mutate": POLICY_JUDGES,
        "api_mutations_handle_finding_policy_acceptation_mutate": POLICY_JUDGES,
        "api_mutations_handle_organization_finding_policy_acceptance_mutate": POLICY_JUDGES,
        "api_mutations_handle_organization_finding_policy_acceptation_mutate": POLICY_JUDGES,
        "api_mutations_submit_organization_finding_policy_mutate": MEMBERS,
        "api_mutations_update_organization_policies_mutate": OWNERS,
        # Lists and figures
        "api_resolvers_organization_analytics_resolve": EVERYONE,
        "api_resolvers_organization_vulnerabilities_url_resolve": MANAGERS,
        # Roles that may be granted
        "grant_organization_level_role:customer_manager": VENDOR,
        "grant_organization_level_role:user": OWNERS,
        "grant_organization_level_role:user_manager": MANAGERS,
    }
)
