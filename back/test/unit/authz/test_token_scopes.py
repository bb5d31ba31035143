"""What scoped tokens open, and that they open nothing else."""

from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from itertools import chain, combinations
from typing import Literal

import pytest

from authz.levels import Level
from authz.matrix import actions_at
from authz.token_scopes import scope_allows, scope_allows_action
from authz.viewer import Credential, CredentialKind, TokenScope

Operation = Literal["query", "mutation"]

QUERIES = (
    "environmentUrl",
    "event",
    "events",
    "finding",
    "forcesExecution",
    "forcesExecutions",
    "group",
    "groupsWithForces",
    "listUserGroups",
    "me",
    "organization",
    "organizationId",
    "report",
    "resources",
    "root",
    "stakeholder",
    "tag",
    "toeLinesReport",
    "unfulfilledStandardReportUrl",
    "vulnerabilitiesToReattack",
    "vulnerability",
)
MUTATIONS_OF_ACCESS = (
    "acceptLegal",
    "acknowledgeConcurrentSession",
    "addAccessToken",
    "addGroup",
    "addOrganization",
    "addStakeholder",
    "grantStakeholderAccess",
    "grantStakeholderOrganizationAccess",
    "invalidateAccessToken",
    "removeStakeholder",
    "removeStakeholderAccess",
    "removeStakeholderOrganizationAccess",
    "signIn",
    "unsubscribeFromGroup",
    "updateAccessToken",
    "updateForcesAccessToken",
    "updateGroupStakeholder",
    "updateOrganizationStakeholder",
)
OTHER_MUTATIONS = ("addFinding", "addForcesExecution", "addGitRoot", "addIpRoot", "importScan", "removeGroup", "updateGitRoot")
FIELDS: tuple[tuple[Operation, str], ...] = (
    *(("query", name) for name in QUERIES),
    *(("mutation", name) for name in (*MUTATIONS_OF_ACCESS, *OTHER_MUTATIONS)),
)

OPENED: dict[TokenScope, set[tuple[Operation, str]]] = {
    TokenScope.READ: {("query", name) for name in QUERIES},
    TokenScope.IMPORT: {("query", "group"), ("query", "root"), ("mutation", "addGitRoot"), ("mutation", "importScan")},
    TokenScope.GATE: {
        ("query", "finding"),
        ("query", "group"),
        ("query", "root"),
        ("query", "vulnerability"),
        ("mutation", "addForcesExecution"),
    },
}
SETS = [frozenset(scopes) for scopes in chain.from_iterable(combinations(TokenScope, size) for size in range(4))]


def _token(scopes: AbstractSet[TokenScope] | None, group: str | None = None) -> Credential:
    return Credential(CredentialKind.TOKEN, "1", datetime(2030, 1, 1, tzinfo=UTC), None if scopes is None else frozenset(scopes), group)


def _opened(credential: Credential | None, group: str | None) -> set[tuple[Operation, str]]:
    return {(operation, field) for operation, field in FIELDS if scope_allows(credential, operation=operation, field=field, group=group)}


@pytest.mark.parametrize("scopes", SETS)
def test_a_token_opens_what_any_of_its_scopes_opens_and_nothing_else(scopes: frozenset[TokenScope]) -> None:
    expected = {field for scope in scopes for field in OPENED[scope]}

    assert _opened(_token(scopes), "alpha") == expected
    assert _opened(_token(scopes, "alpha"), "alpha") == expected


@pytest.mark.parametrize("scopes", SETS)
def test_no_scope_opens_a_change_of_tokens_sessions_or_access(scopes: frozenset[TokenScope]) -> None:
    assert not {field for _, field in _opened(_token(scopes), None)} & set(MUTATIONS_OF_ACCESS)


@pytest.mark.parametrize("scopes", SETS)
def test_a_token_with_a_group_opens_no_other_group(scopes: frozenset[TokenScope]) -> None:
    assert _opened(_token(scopes, "alpha"), "beta") == set()


@pytest.mark.parametrize("scopes", SETS)
def test_of_the_fields_without_a_group_a_token_with_one_opens_me_alone(scopes: frozenset[TokenScope]) -> None:
    assert _opened(_token(scopes, "alpha"), None) == ({("query", "me")} if TokenScope.READ in scopes else set())


@pytest.mark.parametrize("group", [None, "alpha"])
def test_a_token_without_scopes_and_group_opens_all_that_its_person_may(group: str | None) -> None:
    assert _opened(_token(None), group) == set(FIELDS)
    assert _opened(None, group) == set(FIELDS)


def test_a_token_with_a_group_but_without_scopes_opens_all_of_that_group() -> None:
    assert _opened(_token(None, "alpha"), "alpha") == set(FIELDS)
    assert _opened(_token(None, "alpha"), "beta") == set()
    assert _opened(_token(None, "alpha"), None) == {("query", "me")}


def test_actions_opened_by_name_are_those_of_the_fields_and_of_what_hangs_below() -> None:
    group_actions = actions_at(Level.GROUP)

    assert {action for action in group_actions if scope_allows_action(_token({TokenScope.IMPORT}), action=action, group="alpha")} == {
        "api_mutations_add_git_root_mutate",
        "api_mutations_import_scan_mutate",
        "api_resolvers_group_scans_resolve",
        "api_resolvers_query_group_resolve",
        "api_resolvers_query_root_resolve",
    }
    assert {action for action in group_actions if scope_allows_action(_token({TokenScope.GATE}), action=action, group="alpha")} == {
        "api_mutations_add_forces_execution_mutate",
        "api_resolvers_group_gate_resolve",
        "api_resolvers_query_finding_resolve",
        "api_resolvers_query_group_resolve",
        "api_resolvers_query_root_resolve",
        "api_resolvers_query_vulnerability_resolve",
    }


def test_reading_opens_no_action_that_changes_or_grants() -> None:
    credential = _token({TokenScope.READ})
    opened = {action for level in Level for action in actions_at(level) if scope_allows_action(credential, action=action, group=None)}

    assert opened == {action for level in Level for action in actions_at(level) if action.startswith(("api_resolvers_", "see_"))}


def test_actions_of_another_group_and_of_no_group_are_refused_to_a_token_with_a_group() -> None:
    credential = _token({TokenScope.READ}, "alpha")
    action = "api_resolvers_query_group_resolve"

    assert [scope_allows_action(credential, action=action, group=group) for group in ("alpha", "beta", None)] == [True, False, False]
