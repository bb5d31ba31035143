from datetime import timedelta

import pytest

import factories
from access import rules
from db_model.access_state import expires_at, is_granted, visible_role
from errors import DomainError

BY = "ada@example.org"
LATER = factories.NOW + timedelta(hours=1)


def test_an_invitation_gives_nothing_and_ends_after_a_week() -> None:
    offer = factories.invitation("user_manager")

    assert not is_granted(offer)
    assert (visible_role(offer), expires_at(offer)) == ("user_manager", factories.NOW + timedelta(weeks=1))


def test_accepting_gives_what_was_offered_and_spends_the_offer() -> None:
    state = rules.accepted(factories.invitation("hacker"), by=BY, now=LATER)

    assert state == rules.granted("hacker", responsibility=None, by=BY, now=LATER)
    assert expires_at(state) is None


def test_accepting_what_is_granted_changes_nothing() -> None:
    state = factories.access("user")

    assert rules.accepted(state, by=BY, now=LATER) == state


def test_changing_a_pending_invitation_changes_only_the_offer() -> None:
    offer = factories.invitation("user")
    state = rules.changed(offer, role="user_manager", responsibility="Lead", by=BY, now=LATER)

    assert not is_granted(state)
    assert state.invitation == offer.invitation._replace(role="user_manager", responsibility="Lead") if offer.invitation else False


def test_changing_a_member_changes_the_role() -> None:
    state = rules.changed(factories.access("user"), role="user_manager", responsibility="Lead", by=BY, now=LATER)

    assert state == rules.granted("user_manager", responsibility="Lead", by=BY, now=LATER)


@pytest.mark.parametrize(("seconds", "is_refused"), [(0, True), (59, True), (60, False)])
def test_a_minute_lies_between_two_invitations(seconds: int, is_refused: bool) -> None:
    state, now = factories.invitation("user"), factories.NOW + timedelta(seconds=seconds)
    if not is_refused:
        rules.check_not_too_soon(state, now=now)
        return
    with pytest.raises(DomainError, match="requested less than a minute ago"):
        rules.check_not_too_soon(state, now=now)


@pytest.mark.parametrize("text", [None, "a", "Lead tester", "x" * 50, "-"])
def test_a_responsibility_of_up_to_fifty_characters_passes(text: str | None) -> None:
    assert rules.check_responsibility(text) == text


@pytest.mark.parametrize("text", ["", "x" * 51, "a_b", " a"])
def test_another_responsibility_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        rules.check_responsibility(text)


@pytest.mark.parametrize(
    ("role", "platform"), [("user", "user"), ("hacker", "hacker"), ("user_manager", "user"), ("customer_manager", "user")]
)
def test_a_first_role_brings_a_platform_role_that_is_never_admin(role: str, platform: str) -> None:
    assert rules.platform_role(role) == platform


def test_no_role_of_a_group_makes_a_platform_admin() -> None:
    # `admin` cannot be granted in a group or an organization; were it, it must not reach the platform.
    assert rules.platform_role("admin") == "user"
