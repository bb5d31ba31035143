from hypothesis import given
from hypothesis import strategies as st

import factories
from db_model.groups.types import SubscriptionType
from db_model.roots import guards
from roots import uniqueness

GROUP = factories.group()
ONCE = GROUP._replace(state=GROUP.state._replace(subscription=SubscriptionType.ONESHOT))
OTHER = factories.group("another")
GIT = factories.git_root()
IP = factories.ip_root()
WEB = factories.url_root()
TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=4)


@given(TEXTS, TEXTS)
def test_two_guards_are_equal_only_when_their_values_are(one: list[str], other: list[str]) -> None:
    assert (guards.guard(guards.URL, *one) == guards.guard(guards.URL, *other)) is (one == other)


def test_a_repository_is_unique_by_url_in_its_group_and_with_its_branch_in_the_organization() -> None:
    here, there = uniqueness.of_target(GIT, GROUP), uniqueness.of_target(GIT, OTHER)

    assert [each.kind for each in here] == [guards.URL, guards.BRANCH]
    assert (here[0] == there[0], here[1] == there[1]) == (False, True)


def test_an_address_or_site_is_unique_in_the_organization() -> None:
    for root in (IP, WEB):
        assert uniqueness.of_target(root, GROUP) == uniqueness.of_target(root, OTHER)


def test_a_group_that_is_tested_once_shares_nothing_with_others() -> None:
    assert uniqueness.of_target(GIT, ONCE) == ()
    for root in (IP, WEB):
        assert uniqueness.of_target(root, ONCE) != uniqueness.of_target(root, GROUP)
        assert uniqueness.of_target(root, ONCE) != uniqueness.of_target(root, ONCE._replace(name="another"))


def test_repositories_and_the_others_have_nicknames_of_their_own() -> None:
    assert uniqueness.of_nickname(GIT, "n") != uniqueness.of_nickname(IP, "n") == uniqueness.of_nickname(WEB, "n")
