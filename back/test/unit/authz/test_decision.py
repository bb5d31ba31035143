"""What a viewer may do: explicit roles, the implied admin, nobody, and the service itself."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authz.decision import (
    can_as_user,
    can_in_group,
    can_in_organization,
    is_platform_admin,
    is_staff,
    permissions_as_user,
    permissions_in_group,
    permissions_in_organization,
    role_in_group,
    role_in_organization,
)
from authz.levels import Level
from authz.matrix import ROLES, actions_at, actions_of
from authz.viewer import Credential, CredentialKind, TokenScope, Viewer, system

ORGANIZATION = "ORG#4a9d1f9a-7a39-4f4c-8f2c-0c7a4b7e9d10"
READ_GROUP = "api_resolvers_query_group_resolve"
TREAT = "api_mutations_update_vulnerability_treatment_mutate"
ANONYMOUS = Viewer()
ADMIN = Viewer(email="ada@example.org", user_role="admin")

ACTIONS = [*sorted({action for level in Level for action in actions_at(level)}), "an_action_that_nobody_has"]


def _role(level: Level) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *(role.value for role in ROLES[level]), "executive"])


def _token(scopes: frozenset[TokenScope] | None, group: str | None) -> Credential:
    return Credential(CredentialKind.TOKEN, "1", datetime(2030, 1, 1, tzinfo=UTC), scopes, group)


CREDENTIALS = st.one_of(
    st.none(),
    st.builds(_token, st.one_of(st.none(), st.frozensets(st.sampled_from(TokenScope))), st.sampled_from([None, "alpha", "beta"])),
)


@st.composite
def viewers(draw: st.DrawFn) -> Viewer:
    """Draw a viewer with or without an address, roles and limits; some are the service itself."""
    organization_role, group_role = draw(_role(Level.ORGANIZATION)), draw(_role(Level.GROUP))
    return Viewer(
        email=draw(st.sampled_from([None, "ada@example.org"])),
        user_role=draw(_role(Level.USER)),
        organizations={} if organization_role is None else {ORGANIZATION: organization_role},
        groups={} if group_role is None else {"alpha": group_role},
        credential=draw(CREDENTIALS),
        system_reason=draw(st.sampled_from([None, None, None, "nightly job"])),
    )


@given(viewers(), st.sampled_from(["alpha", "beta"]))
def test_the_list_of_permissions_is_the_set_of_actions_that_the_decision_allows(viewer: Viewer, group: str) -> None:
    assert permissions_in_group(viewer, group) == tuple(
        sorted(action for action in actions_at(Level.GROUP) if can_in_group(viewer, group, action))
    )
    assert permissions_in_organization(viewer, ORGANIZATION) == tuple(
        sorted(action for action in actions_at(Level.ORGANIZATION) if can_in_organization(viewer, ORGANIZATION, action))
    )
    assert permissions_as_user(viewer) == tuple(sorted(action for action in actions_at(Level.USER) if can_as_user(viewer, action)))


@given(viewers(), st.sampled_from(ACTIONS), CREDENTIALS)
def test_a_credential_never_adds_to_what_its_person_may_do(viewer: Viewer, action: str, credential: Credential | None) -> None:
    limited = Viewer(viewer.email, viewer.user_role, viewer.organizations, viewer.groups, credential, viewer.system_reason)
    free = Viewer(viewer.email, viewer.user_role, viewer.organizations, viewer.groups, None, viewer.system_reason)

    assert can_in_group(free, "alpha", action) or not can_in_group(limited, "alpha", action)
    assert can_in_organization(free, ORGANIZATION, action) or not can_in_organization(limited, ORGANIZATION, action)
    assert can_as_user(free, action) or not can_as_user(limited, action)


@pytest.mark.parametrize("role", [role.value for role in ROLES[Level.GROUP]])
def test_a_member_may_do_in_a_group_what_the_role_has_and_in_others_nothing(role: str) -> None:
    viewer = Viewer(email="ada@example.org", user_role="user", groups={"alpha": role})

    assert permissions_in_group(viewer, "alpha") == tuple(sorted(actions_of(Level.GROUP, role)))
    assert permissions_in_group(viewer, "beta") == ()


@pytest.mark.parametrize("role", [role.value for role in ROLES[Level.ORGANIZATION]])
def test_a_member_may_do_in_an_organization_what_the_role_has_and_in_others_nothing(role: str) -> None:
    viewer = Viewer(email="ada@example.org", user_role="user", organizations={ORGANIZATION: role})

    assert permissions_in_organization(viewer, ORGANIZATION) == tuple(sorted(actions_of(Level.ORGANIZATION, role)))
    assert permissions_in_organization(viewer, "ORG#another") == ()


@pytest.mark.parametrize("role", [role.value for role in ROLES[Level.USER]])
def test_a_platform_role_allows_what_it_has(role: str) -> None:
    assert permissions_as_user(Viewer(email="ada@example.org", user_role=role)) == tuple(sorted(actions_of(Level.USER, role)))


@pytest.mark.parametrize("role", [role.value for role in ROLES[Level.GROUP]])
def test_a_platform_admin_may_do_what_the_explicit_role_or_the_admin_of_the_group_has(role: str) -> None:
    viewer = Viewer(email="ada@example.org", user_role="admin", groups={"alpha": role})

    assert set(permissions_in_group(viewer, "alpha")) == actions_of(Level.GROUP, role) | actions_of(Level.GROUP, "admin")
    assert set(permissions_in_group(viewer, "beta")) == actions_of(Level.GROUP, "admin")


def test_a_platform_admin_treats_vulnerabilities_only_with_a_role_that_may() -> None:
    assert not can_in_group(ADMIN, "alpha", TREAT)
    assert can_in_group(Viewer(email="ada@example.org", user_role="admin", groups={"alpha": "user_manager"}), "alpha", TREAT)


def test_a_platform_admin_has_the_admin_role_of_an_organization_beside_the_own_one() -> None:
    viewer = Viewer(email="ada@example.org", user_role="admin", organizations={ORGANIZATION: "user"})

    assert set(permissions_in_organization(viewer, ORGANIZATION)) == (
        actions_of(Level.ORGANIZATION, "user") | actions_of(Level.ORGANIZATION, "admin")
    )
    assert set(permissions_in_organization(ADMIN, ORGANIZATION)) == actions_of(Level.ORGANIZATION, "admin")


def test_the_admin_role_in_one_group_is_no_platform_admin() -> None:
    viewer = Viewer(email="ada@example.org", user_role="user", groups={"alpha": "admin"}, organizations={ORGANIZATION: "admin"})

    assert not is_platform_admin(viewer)
    assert permissions_in_group(viewer, "beta") == ()
    assert permissions_as_user(viewer) == tuple(sorted(actions_of(Level.USER, "user")))


def test_an_anonymous_viewer_may_do_nothing_even_with_roles() -> None:
    viewer = Viewer(user_role="admin", groups={"alpha": "admin"}, organizations={ORGANIZATION: "admin"})

    assert (permissions_in_group(viewer, "alpha"), permissions_in_organization(viewer, ORGANIZATION), permissions_as_user(viewer)) == (
        (),
        (),
        (),
    )
    assert (role_in_group(viewer, "alpha"), role_in_organization(viewer, ORGANIZATION), is_platform_admin(viewer)) == (None, None, False)


def test_the_service_itself_may_do_everything_and_has_no_role() -> None:
    viewer = system("nightly job")

    assert permissions_in_group(viewer, "alpha") == tuple(sorted(actions_at(Level.GROUP)))
    assert permissions_in_organization(viewer, ORGANIZATION) == tuple(sorted(actions_at(Level.ORGANIZATION)))
    assert permissions_as_user(viewer) == tuple(sorted(actions_at(Level.USER)))
    assert (role_in_group(viewer, "alpha"), role_in_organization(viewer, ORGANIZATION)) == (None, None)


def test_a_role_that_no_level_knows_allows_nothing() -> None:
    viewer = Viewer(email="ada@example.org", user_role="owner", groups={"alpha": "executive"}, organizations={ORGANIZATION: "executive"})

    assert permissions_in_group(viewer, "alpha") == ()
    assert permissions_in_organization(viewer, ORGANIZATION) == ()
    assert permissions_as_user(viewer) == ()


def test_the_shown_role_is_the_explicit_one_then_the_implied_admin_then_none() -> None:
    admin = Viewer(email="ada@example.org", user_role="admin", groups={"alpha": "user"}, organizations={ORGANIZATION: "user_manager"})
    member = Viewer(email="bob@example.org", user_role="user", groups={"alpha": "hacker"}, organizations={ORGANIZATION: "user"})

    assert (role_in_group(admin, "alpha"), role_in_group(admin, "beta")) == ("user", "admin")
    assert (role_in_organization(admin, ORGANIZATION), role_in_organization(admin, "ORG#another")) == ("user_manager", "admin")
    assert (role_in_group(member, "alpha"), role_in_group(member, "beta")) == ("hacker", None)
    assert (role_in_organization(member, ORGANIZATION), role_in_organization(member, "ORG#another")) == ("user", None)
    assert (role_in_group(ANONYMOUS, "alpha"), role_in_organization(ANONYMOUS, ORGANIZATION)) == (None, None)


def test_a_token_with_a_group_leaves_its_admin_that_group_alone() -> None:
    viewer = Viewer(email="ada@example.org", user_role="admin", credential=_token(frozenset({TokenScope.READ}), "alpha"))

    assert can_in_group(viewer, "alpha", READ_GROUP)
    assert permissions_in_group(viewer, "beta") == ()
    assert permissions_in_organization(viewer, ORGANIZATION) == ()
    assert permissions_as_user(viewer) == ()


def test_a_reading_token_takes_every_change_from_its_person() -> None:
    viewer = Viewer(email="ada@example.org", groups={"alpha": "user_manager"}, credential=_token(frozenset({TokenScope.READ}), None))

    assert set(permissions_in_group(viewer, "alpha")) == {
        action for action in actions_of(Level.GROUP, "user_manager") if action.startswith(("api_resolvers_", "see_"))
    }


def test_an_import_token_leaves_a_manager_five_actions() -> None:
    viewer = Viewer(email="ada@example.org", groups={"alpha": "user_manager"}, credential=_token(frozenset({TokenScope.IMPORT}), "alpha"))

    assert permissions_in_group(viewer, "alpha") == (
        "api_mutations_add_git_root_mutate",
        "api_mutations_import_scan_mutate",
        "api_resolvers_group_scans_resolve",
        "api_resolvers_query_group_resolve",
        "api_resolvers_query_root_resolve",
    )


@pytest.mark.parametrize(
    ("email", "domains", "expected"),
    [
        ("ada@example.org", ("example.org",), True),
        ("ada@EXAMPLE.org", ("Example.ORG",), True),
        ("ada@example.org", ("other.org", "example.org"), True),
        ("ada@sub.example.org", ("example.org",), False),
        ("ada@notexample.org", ("example.org",), False),
        ("ada@example.org@other.org", ("example.org",), False),
        ("example.org", ("example.org",), False),
        ("ada@example.org", (), False),
    ],
)
def test_staff_are_the_addresses_of_a_staff_domain(email: str, domains: tuple[str, ...], *, expected: bool) -> None:
    assert is_staff(email, domains) is expected
