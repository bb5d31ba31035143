"""What a viewer may find, and that nobody but the scope itself says "everything"."""

from datetime import UTC, datetime

import pytest

from authz.scope import Everything, Groups, Organization, covers_group, is_empty, scope_of
from authz.viewer import Credential, CredentialKind, TokenScope, Viewer, system

MEMBER = Viewer(email="ada@example.org", user_role="hacker", groups={"alpha": "hacker", "beta": "user"}, organizations={"ORG#1": "admin"})
ADMIN = Viewer(email="ada@example.org", user_role="admin", groups={"alpha": "user"})


def _with_token(viewer: Viewer, scopes: frozenset[TokenScope] | None, group: str | None) -> Viewer:
    token = Credential(CredentialKind.TOKEN, "1", datetime(2030, 1, 1, tzinfo=UTC), scopes, group)
    return Viewer(viewer.email, viewer.user_role, viewer.organizations, viewer.groups, token)


def test_a_member_finds_what_is_in_the_own_groups() -> None:
    assert scope_of(MEMBER) == Groups(frozenset({"alpha", "beta"}))


def test_nobody_finds_anything_whatever_roles_are_claimed() -> None:
    assert scope_of(Viewer()) == Groups(frozenset())
    assert scope_of(Viewer(user_role="admin", groups={"alpha": "admin"})) == Groups(frozenset())


@pytest.mark.parametrize("viewer", [ADMIN, system("nightly job")])
def test_platform_admins_and_the_service_find_everything(viewer: Viewer) -> None:
    assert isinstance(scope_of(viewer), Everything)


@pytest.mark.parametrize("scopes", [None, frozenset({TokenScope.READ}), frozenset[TokenScope]()])
def test_a_token_with_a_group_never_leads_out_of_it(scopes: frozenset[TokenScope] | None) -> None:
    assert scope_of(_with_token(MEMBER, scopes, "beta")) == Groups(frozenset({"beta"}))
    assert scope_of(_with_token(MEMBER, scopes, "gamma")) == Groups(frozenset())
    assert scope_of(_with_token(ADMIN, scopes, "gamma")) == Groups(frozenset({"gamma"}))


def test_a_token_without_a_group_bounds_no_search() -> None:
    assert scope_of(_with_token(MEMBER, frozenset({TokenScope.READ}), None)) == scope_of(MEMBER)
    assert scope_of(_with_token(ADMIN, frozenset({TokenScope.READ}), None)) == scope_of(ADMIN)


@pytest.mark.parametrize("permit", [None, object(), True])
def test_everything_cannot_be_made_elsewhere(permit: object) -> None:
    with pytest.raises(TypeError, match="Everything is given by scope_of alone"):
        Everything(permit)


def test_a_group_lies_in_scopes_by_name_by_organization_or_always() -> None:
    alpha = ("alpha", "ORG#1")

    assert covers_group(Groups(frozenset({"alpha"})), *alpha)
    assert not covers_group(Groups(frozenset({"beta"})), *alpha)
    assert covers_group(Organization("ORG#1"), *alpha)
    assert not covers_group(Organization("ORG#2"), *alpha)
    assert covers_group(scope_of(ADMIN), *alpha)


def test_only_a_scope_of_no_group_is_empty() -> None:
    assert is_empty(Groups(frozenset()))
    assert not is_empty(Groups(frozenset({"alpha"})))
    assert not is_empty(Organization("ORG#1"))
    assert not is_empty(scope_of(ADMIN))


def test_scopes_of_different_kinds_with_equal_values_differ() -> None:
    assert len({Groups(frozenset()), Organization(""), scope_of(ADMIN)}) == 3
