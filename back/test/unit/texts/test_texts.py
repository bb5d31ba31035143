import pytest
from hypothesis import given
from hypothesis import strategies as st

import texts
from errors import InvalidChar, InvalidField, InvalidFieldLength, InvalidSpacesField, UnsanitizedInputFound


@pytest.mark.parametrize("text", ["", "Ñandú 12\nnext line", "'~:;%@&_$#=¡!¿,.*-?\"[]|()/{}>+"[1:], "a=b"])
def test_ordinary_characters_pass(text: str) -> None:
    assert texts.restricted(text, field="description") == text


@pytest.mark.parametrize("text", ["=a", "a<b", "a\\b", "a`b", "a^b", "日本", "a\x00"])
def test_other_characters_are_refused_by_the_name_of_the_field(text: str) -> None:
    with pytest.raises(InvalidChar, match=r"^Exception - Invalid characters in description$"):
        texts.restricted(text, field="description")


@pytest.mark.parametrize("length", [1, 20])
def test_both_bounds_of_a_length_pass(length: int) -> None:
    assert texts.of_length("x" * length, field="name", low=1, high=20) == "x" * length


@pytest.mark.parametrize("length", [0, 21])
def test_one_past_a_bound_of_a_length_is_refused_with_field_and_limit(length: int) -> None:
    with pytest.raises(InvalidFieldLength, match=r"^Exception - Invalid field length in form$") as caught:
        texts.of_length("x" * length, field="name", low=1, high=20)

    assert caught.value.extensions == {"field": "name", "minimum": 1, "maximum": 20, "length": length}


@pytest.mark.parametrize("text", ["=SUM(A1)", "say =1", "a -b", "+1", "x @y", 'a"=b', "a,=b", "a;-b", "a '+b"])
def test_formulas_are_refused(text: str) -> None:
    with pytest.raises(UnsanitizedInputFound):
        texts.sanitized(text)


@pytest.mark.parametrize("text", ["a=b", "well-known", "one, two", "a@b.co", "(1 + 1)"[1:2]])
def test_what_is_no_formula_passes(text: str) -> None:
    assert texts.sanitized(text) == text


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_but_blanks_is_refused(text: str) -> None:
    with pytest.raises(InvalidSpacesField):
        texts.not_blank(text)


@pytest.mark.parametrize("text", ["-", "", "Lead tester 2"])
def test_words_pass(text: str) -> None:
    assert texts.words(text, field="responsibility") == text


@pytest.mark.parametrize("text", [" a", "a  b", "a_b", "--", "a."])
def test_what_are_no_words_is_refused(text: str) -> None:
    with pytest.raises(InvalidChar):
        texts.words(text, field="responsibility")


@pytest.mark.parametrize(("text", "is_one"), [("a", True), ("a-b2", True), ("A", False), ("a--b", False), ("-a", False), ("", False)])
def test_a_tag_is_chunks_with_single_dashes(text: str, is_one: bool) -> None:
    assert texts.is_tag(text) is is_one


@pytest.mark.parametrize("text", ["Ada@Example.org", " ada@example.org ", "a.b-c_d@sub.example.museum", "a+b@example.org"])
def test_an_address_comes_back_in_lower_case(text: str) -> None:
    assert texts.email(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text", ["", "ada", "ada@", "@example.org", "a@b", "a@@b.co", "a@b..co", "a b@c.de", "a#b@c.de", "a@b.c1", "x" * 250 + "@b.co"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidField, match=r"^Exception - Invalid email address in form$"):
        texts.email(text)


def test_the_settings_can_refuse_more_addresses() -> None:
    for text, refusals in (("a+b@c.de", {"refuse_plus": True}), ("a@b.museum", {"refuse_long_top_level": True})):
        with pytest.raises(InvalidField):
            texts.email(text, **refusals)


@given(st.text(max_size=60))
def test_an_accepted_address_is_accepted_again_as_it_came_back(text: str) -> None:
    try:
        normal = texts.email(text)
    except InvalidField:
        return
    assert texts.email(normal) == normal
