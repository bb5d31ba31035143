import pytest
from hypothesis import given
from hypothesis import strategies as st

import texts
from catalogue.pillars import GENERAL, texts_of
from catalogue.requirements import requirements_of
from catalogue.weaknesses import Weakness, all_titles, find_by_title, find_weakness, first_known, title_of, unclassified
from severity.cvss import read_vector, score

PILLARS = {284, 435, 664, 682, 691, 693, 697, 703, 707, 710}


def every_weakness() -> tuple[Weakness, ...]:
    found = map(find_by_title, all_titles())
    return tuple(weakness for weakness in found if weakness is not None)


def test_a_weakness_has_the_name_of_cwe_and_texts_of_ours() -> None:
    assert find_weakness(89) == Weakness(
        cwe_id=89,
        name="Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')",
        title="089. SQL Injection",
        pillar=707,
        description="CWE-89, Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection'): "
        "data passes from one part to another without being checked or encoded for it. "
        "Part of the data may then be taken for a command or for structure, and do what an attacker wants.",
        recommendation="Check input against what is allowed, and pass data by parameters or encoded for exactly the place where it is "
        "used.",
        requirements=("901", "902"),
        vector="CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N",
    )


def test_what_has_no_cwe_has_an_entry_too() -> None:
    weakness = unclassified()

    assert (weakness.cwe_id, weakness.title, weakness.pillar, weakness.requirements) == (0, "000. Unclassified weakness", None, ("001",))
    assert find_by_title("000. Unclassified weakness") is weakness
    assert find_weakness(0) is None


@pytest.mark.parametrize(
    ("cwe_id", "title"),
    [
        (5, "005. J2EE Misconfiguration: Data Transmission Without Encryption"),
        (22, "022. Path Traversal"),
        (33, "033. Path Traversal: '....' (Multiple Dot)"),
        (78, "078. OS Command Injection"),
        (79, "079. Cross-site Scripting"),
        (80, "080. Improper Neutralization of Script-Related HTML Tags in a Web Page (Basic XSS)"),
        (352, "352. Cross-Site Request Forgery (CSRF)"),
        (637, "637. Unnecessary Complexity in Protection Mechanism (Not Using 'Economy of Mechanism')"),
        (1004, "1004. Sensitive Cookie Without 'HttpOnly' Flag"),
        (1321, "1321. Prototype Pollution"),
    ],
)
def test_a_title_is_the_number_and_the_alias_or_the_name(cwe_id: int, title: str) -> None:
    weakness = find_by_title(title)

    assert weakness is not None
    assert weakness.cwe_id == cwe_id
    assert weakness is find_weakness(cwe_id)
    assert title_of(cwe_id, weakness.name) == title


@pytest.mark.parametrize("cwe_id", [16, 310, 399, 1000, 1003, 247, 534, -1, 10_000])
def test_categories_views_deprecated_and_unknown_entries_are_not_found(cwe_id: int) -> None:
    assert find_weakness(cwe_id) is None


@pytest.mark.parametrize("title", ["", "089", "89. SQL Injection", "089. sql injection", "089. SQL Injection ", "079. SQL Injection"])
def test_a_title_must_be_exact(title: str) -> None:
    assert find_by_title(title) is None


def test_titles_come_in_order_and_there_is_one_for_each_weakness() -> None:
    titles = all_titles()
    numbers = [int(title.partition(".")[0]) for title in titles]

    assert len(titles) == 939
    assert numbers == sorted(set(numbers))
    assert titles[0] == "000. Unclassified weakness"


def test_texts_of_every_weakness_are_such_as_a_person_may_write() -> None:
    for weakness in every_weakness():
        texts.ordinary(weakness.title, field="title", low=6, high=200)
        texts.ordinary(weakness.description, field="description", low=1, high=1000)
        texts.ordinary(weakness.recommendation, field="recommendation", low=1, high=500)

    assert len(every_weakness()) == 939


def test_every_weakness_but_the_unclassified_one_stands_below_a_pillar_with_texts_and_requirements() -> None:
    pillars = {weakness.pillar for weakness in every_weakness()}

    assert pillars == PILLARS | {None}
    assert [pillar for pillar in PILLARS if texts_of(pillar) is GENERAL or requirements_of(pillar) == requirements_of(None)] == []


def test_a_pillar_is_its_own() -> None:
    pillars = [find_weakness(pillar) for pillar in PILLARS]

    assert {weakness.pillar for weakness in pillars if weakness is not None} == PILLARS


def test_every_vector_is_valid_in_normal_form_and_above_zero() -> None:
    for vector in {weakness.vector for weakness in every_weakness()}:
        read = read_vector(vector)

        assert (read.text, read.version) == (vector, "3.1")
        assert score(read).temporal > 0


@pytest.mark.parametrize(
    ("cwe_ids", "title"), [((16, 89, 79), "089. SQL Injection"), ((16,), "000. Unclassified weakness"), ((), "000. Unclassified weakness")]
)
def test_the_first_known_id_decides(cwe_ids: tuple[int, ...], title: str) -> None:
    assert first_known(cwe_ids).title == title


@given(st.integers())
def test_any_number_is_a_weakness_of_that_id_or_none(cwe_id: int) -> None:
    weakness = find_weakness(cwe_id)

    assert weakness is None or weakness.cwe_id == cwe_id
