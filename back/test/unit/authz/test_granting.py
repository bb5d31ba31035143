"""Who may give which role, and to which addresses."""

from collections.abc import Mapping

import pytest

from authz.granting import (
    can_grant_as_user,
    can_grant_in_group,
    can_grant_in_organization,
    grantable_as_user,
    grantable_in_group,
    grantable_in_organization,
    may_take_role,
    may_take_testing_role,
)
from authz.roles import GroupRole, OrganizationRole, UserRole
from authz.viewer import Viewer, system

TESTING = {"architect", "hacker", "reattacker", "resourcer", "reviewer"}

IN_GROUP: Mapping[str, set[str]] = {
    "admin": {"customer_manager", "user", "user_manager", "vulnerability_manager"} | TESTING,
    "customer_manager": {"customer_manager", "user_manager"} | TESTING,
    "user_manager": {"user", "user_manager", "vulnerability_manager"},
}
IN_ORGANIZATION: Mapping[str, set[str]] = {
    "admin": {"customer_manager", "user", "user_manager"},
    "customer_manager": {"customer_manager", "user_manager"},
    "user_manager": {"user", "user_manager"},
}
AS_USER: Mapping[str, set[str]] = {"admin": {"admin", "hacker", "user"}}


@pytest.mark.parametrize("role", [role.value for role in GroupRole])
def test_a_role_of_a_group_gives_exactly_these(role: str) -> None:
    viewer = Viewer(email="ada@example.org", user_role="user", groups={"alpha": role})

    assert grantable_in_group(viewer, "alpha") == IN_GROUP.get(role, set())
    assert grantable_in_group(viewer, "beta") == set()


@pytest.mark.parametrize("role", [role.value for role in OrganizationRole])
def test_a_role_of_an_organization_gives_exactly_these(role: str) -> None:
    viewer = Viewer(email="ada@example.org", user_role="user", organizations={"ORG#1": role})

    assert grantable_in_organization(viewer, "ORG#1") == IN_ORGANIZATION.get(role, set())
    assert grantable_in_organization(viewer, "ORG#2") == set()


@pytest.mark.parametrize("role", [role.value for role in UserRole])
def test_a_platform_role_gives_exactly_these(role: str) -> None:
    assert grantable_as_user(Viewer(email="ada@example.org", user_role=role)) == AS_USER.get(role, set())


def test_a_platform_admin_without_a_role_gives_what_the_admin_of_the_place_gives() -> None:
    viewer = Viewer(email="ada@example.org", user_role="admin")

    assert grantable_in_group(viewer, "alpha") == IN_GROUP["admin"]
    assert grantable_in_organization(viewer, "ORG#1") == IN_ORGANIZATION["admin"]


def test_a_manager_of_a_group_gives_no_platform_role() -> None:
    viewer = Viewer(email="ada@example.org", user_role="user", groups={"alpha": "user_manager"})

    assert not can_grant_as_user(viewer, "user")


def test_single_questions_agree_with_the_lists() -> None:
    viewer = Viewer(email="ada@example.org", user_role="user", groups={"alpha": "user_manager"}, organizations={"ORG#1": "user_manager"})

    assert {role for role in (*GroupRole, "executive") if can_grant_in_group(viewer, "alpha", role)} == IN_GROUP["user_manager"]
    assert {role for role in (*OrganizationRole, "executive") if can_grant_in_organization(viewer, "ORG#1", role)} == {
        "user",
        "user_manager",
    }


def test_the_service_itself_gives_every_role_and_nobody_none() -> None:
    assert grantable_in_group(system("first start"), "alpha") == set(GroupRole)
    assert grantable_in_group(Viewer(groups={"alpha": "admin"}), "alpha") == set()


@pytest.mark.parametrize("role", [role.value for role in GroupRole])
@pytest.mark.parametrize(
    ("email", "domains", "is_reserved"),
    [("ada@staff.test", ("staff.test",), False), ("ada@example.org", ("staff.test",), True), ("ada@example.org", (), False)],
)
def test_outsiders_become_no_account_managers_where_there_is_a_staff(
    role: str, email: str, domains: tuple[str, ...], *, is_reserved: bool
) -> None:
    assert may_take_role(email, role, staff_domains=domains) is not (is_reserved and role == "customer_manager")


@pytest.mark.parametrize("role", [role.value for role in GroupRole])
@pytest.mark.parametrize("attributes", [frozenset({"has_asm"}), frozenset({"has_asm", "must_only_have_fluidattacks_hackers"})])
@pytest.mark.parametrize(
    ("email", "domains", "is_outsider"),
    [("ada@staff.test", ("staff.test",), False), ("ada@example.org", ("staff.test",), True), ("ada@example.org", (), False)],
)
def test_outsiders_do_not_test_groups_that_want_the_staff(
    role: str, attributes: frozenset[str], email: str, domains: tuple[str, ...], *, is_outsider: bool
) -> None:
    is_refused = is_outsider and role in TESTING and len(attributes) == 2

    assert may_take_testing_role(email, role, attributes=attributes, staff_domains=domains) is not is_refused
