from datetime import UTC, datetime

import pytest

import factories
from db_model.groups.types import GroupStatus, Language, ServiceType, SubscriptionType, TierType
from errors import DomainError
from groups import rules
from groups.rules import GroupInfo, GroupRequest, ServicesRequest

GROUP = factories.group()
REQUEST = GroupRequest(name="okada", description="A group", has_machine=True, has_squad=False)
SERVICES = ServicesRequest(
    subscription=SubscriptionType.CONTINUOUS, has_asm=True, has_machine=True, has_squad=True, reason="NONE", comments=""
)
BY = "ada@example.org"


def refusal(function: object, *arguments: object, **keywords: object) -> str:
    with pytest.raises(DomainError) as caught:
        function(*arguments, **keywords)  # type: ignore[operator]
    return str(caught.value)


@pytest.mark.parametrize("name", ["abcd", "a" * 20, "  MiXed12 "])
def test_a_good_name_is_kept_in_lower_case(name: str) -> None:
    made = rules.new_group(REQUEST._replace(name=name), organization_id="ORG#1", by=BY, now=factories.NOW)

    assert made.name == name.strip().lower()


@pytest.mark.parametrize("name", ["abc", "a" * 21, "with space", "da-sh", "ñandu", ""])
def test_another_name_is_refused(name: str) -> None:
    text = refusal(rules.new_group, REQUEST._replace(name=name), organization_id="ORG#1", by=BY, now=factories.NOW)

    assert text == "Exception - Error invalid group name"


def test_a_new_group_has_the_defaults_of_the_reference() -> None:
    made = rules.new_group(REQUEST, organization_id="ORG#1", by=BY, now=datetime(2026, 11, 25, 17, 3, tzinfo=UTC))

    assert (made.state.tier, made.state.subscription, made.sprint_duration) == (TierType.FREE, SubscriptionType.CONTINUOUS, 1)
    assert made.sprint_start_at == datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("has_asm", "has_machine", "text"),
    [
        (False, True, "Exception - Squad is only available when ASM is too"),
        (True, False, "Exception - Squad is only available when Machine is too"),
    ],
)
def test_squad_needs_the_platform_and_the_scanner(has_asm: bool, has_machine: bool, text: str) -> None:
    request = SERVICES._replace(has_asm=has_asm, has_machine=has_machine)

    assert refusal(rules.served, GROUP, request, by=BY, now=factories.NOW) == text


def test_a_continuous_group_does_not_become_oneshot() -> None:
    request = SERVICES._replace(subscription=SubscriptionType.ONESHOT)

    assert refusal(rules.served, GROUP, request, by=BY, now=factories.NOW) == "Exception - OneShot service is no longer provided"


def test_switching_the_platform_off_removes_the_group() -> None:
    gone = rules.served(GROUP, SERVICES._replace(has_asm=False, has_squad=False, reason="BUDGET"), by=BY, now=factories.NOW)

    assert (gone.state.status, gone.state.has_machine, gone.state.has_squad) == (GroupStatus.DELETED, False, False)
    assert (gone.state.justification, gone.state.modified_by) == ("BUDGET", BY)


def test_the_tier_other_is_kept_as_free_and_what_is_not_given_stays() -> None:
    changed = rules.served(GROUP, SERVICES._replace(tier=TierType.OTHER, service=ServiceType.BLACK), by=BY, now=factories.NOW)

    assert (changed.state.tier, changed.state.service) == (TierType.FREE, ServiceType.BLACK)
    assert (changed.description, changed.language) == (GROUP.description, GROUP.language)


@pytest.mark.parametrize("length", [250, 251])
def test_comments_have_250_characters_at_most(length: int) -> None:
    if length == 250:
        assert rules.check_comments("x" * length) == "x" * length
    else:
        assert refusal(rules.check_comments, "x" * length) == "Exception - Invalid field length in form"


@pytest.mark.parametrize("weeks", [1, 10])
def test_a_sprint_of_one_to_ten_weeks_passes(weeks: int) -> None:
    info = GroupInfo(description="Another", language=Language.ES, sprint_duration=weeks)

    assert rules.described(GROUP, info).sprint_duration == weeks


@pytest.mark.parametrize("weeks", [0, 11])
def test_another_sprint_is_refused(weeks: int) -> None:
    info = GroupInfo(description="Another", language=Language.ES, sprint_duration=weeks)

    assert refusal(rules.described, GROUP, info) == "Exception - Value must be between 1 (inclusive) and 10 (inclusive)"


@pytest.mark.parametrize("text", ["", "   ", "x" * 201, "a<b", "=1"])
def test_a_bad_description_is_refused(text: str) -> None:
    assert refusal(rules.described, GROUP, GroupInfo(description=text, language=Language.EN)).startswith("Exception - ")


def test_tags_are_added_and_texts_that_are_none_are_dropped() -> None:
    tagged = rules.tagged(GROUP, ["one-tag", "Not A Tag", "two"], by=BY, now=factories.NOW)

    assert tagged.state.tags == {"one-tag", "two"}


@pytest.mark.parametrize("tags", [["one", "one"], ["held"]])
def test_a_repeated_tag_is_refused(tags: list[str]) -> None:
    group = rules.tagged(GROUP, ["held"], by=BY, now=factories.NOW)

    assert refusal(rules.tagged, group, tags, by=BY, now=factories.NOW) == "Exception - One or more values already exist"


def test_a_hundred_tags_pass_and_one_more_does_not() -> None:
    full = rules.tagged(GROUP, [f"tag-{number}" for number in range(100)], by=BY, now=factories.NOW)

    assert len(full.state.tags) == 100
    assert refusal(rules.tagged, full, ["more"], by=BY, now=factories.NOW).startswith("Exception - Value must be between 0")


def test_only_a_tag_that_is_there_is_taken_off() -> None:
    group = rules.tagged(GROUP, ["held"], by=BY, now=factories.NOW)

    assert rules.untagged(group, "held", by=BY, now=factories.NOW).state.tags == frozenset()
    assert refusal(rules.untagged, group, "other", by=BY, now=factories.NOW) == "Exception - Field tag is invalid"


@pytest.mark.parametrize(("text", "language"), [("en", Language.EN), (" ES ", Language.ES)])
def test_a_language_is_read_in_any_case(text: str, language: Language) -> None:
    assert rules.parse_language(text) is language


def test_another_language_is_refused() -> None:
    assert refusal(rules.parse_language, "fr") == "Exception - Invalid language in form"
