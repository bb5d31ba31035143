import re

import pytest

import texts
from catalogue.requirements import GENERAL, Requirement, all_requirements, find_requirement, requirements_of
from catalogue.weaknesses import all_titles, find_by_title

PILLARS = (284, 435, 664, 682, 691, 693, 697, 703, 707, 710)


@pytest.mark.parametrize("pillar", PILLARS)
def test_each_pillar_has_requirements_of_its_own(pillar: int) -> None:
    own = requirements_of(pillar)
    others = [requirement for other in PILLARS if other != pillar for requirement in requirements_of(other)]

    assert len(own) >= 1
    assert set(own).isdisjoint((*GENERAL, *others))


@pytest.mark.parametrize("pillar", [None, 89, 0])
def test_what_is_no_pillar_has_the_general_requirement(pillar: int | None) -> None:
    assert [requirement.id for requirement in requirements_of(pillar)] == ["001"]


@pytest.mark.parametrize("requirement", all_requirements(), ids=lambda requirement: requirement.id)
def test_a_requirement_is_found_by_its_three_digits_and_is_an_ordinary_text(requirement: Requirement) -> None:
    assert re.fullmatch(r"[0-9]{3}", requirement.id)
    assert find_requirement(requirement.id) is requirement
    assert texts.ordinary(requirement.title, field="title", low=1, high=80) == requirement.title
    assert texts.ordinary(requirement.description, field="description", low=1, high=300) == requirement.description


def test_ids_of_requirements_ascend_and_are_unique() -> None:
    ids = [requirement.id for requirement in all_requirements()]

    assert ids == sorted(set(ids))


@pytest.mark.parametrize("requirement_id", ["", "1", "000", "999", "0001"])
def test_an_unknown_requirement_is_not_found(requirement_id: str) -> None:
    assert find_requirement(requirement_id) is None


def test_every_requirement_is_asked_by_some_weakness() -> None:
    weaknesses = [find_by_title(title) for title in all_titles()]
    asked = {requirement for weakness in weaknesses if weakness is not None for requirement in weakness.requirements}

    assert asked == {requirement.id for requirement in all_requirements()}
