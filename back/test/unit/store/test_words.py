import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.words import LENGTH, SEARCHED, searched_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("Reflected XSS in /a_b?c=1", ("reflected", "xss", "in", "a", "b", "c", "1")),
        ("again Again AGAIN", ("again",)),
        ("naïve na\u0131ve nai\u0308ve", ("naive", "na\u0131ve")),
        ("x² ™ ﬁn", ("x2", "tm", "fin")),
        ("漏洞 abc漏", ("漏", "洞", "abc")),
        ("soft\u00adhyphen zero\u200bwidth", ("softhyphen", "zerowidth")),
        ("a\x00b\ud800c", ("a", "b", "c")),
        ("y" * 100, ("y" * LENGTH,)),
    ],
)
def test_a_text_has_these_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@given(st.text())
def test_the_words_of_words_are_the_same(text: str) -> None:
    found = words(text)

    assert words(" ".join(found)) == found


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_texts_have_the_same_words_beside_others(text: str) -> None:
    assert words(f"{text} é") == tuple(dict.fromkeys((*words(text), "e")))


@given(st.text())
def test_words_are_letters_and_digits_only(text: str) -> None:
    assert not any(character in '"*^:(){}+- \x00' for word in words(text) for character in word)
    assert all(word for word in words(text))


def test_a_search_has_so_many_words_at_most() -> None:
    assert searched_words("a b c d e f g h i j") == tuple("abcdefgh")
    assert SEARCHED == 8
