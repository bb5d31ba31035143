import hmac
import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.cursor import BadCursor, decode, decode_place, encode, encode_place
from store.index import Place, Scalar
from store.values import After, Key

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLACES = st.builds(After, sort=TEXT, key=st.builds(Key, partition=TEXT, sort=TEXT))
ALPHABET = string.ascii_letters + string.digits + "-_"


def sign(message: bytes) -> bytes:
    return hmac.digest(b"key", message, "sha256")


def sign_otherwise(message: bytes) -> bytes:
    return hmac.digest(b"another key", message, "sha256")


def is_good(cursor: str) -> bool:
    try:
        decode(cursor, bound_to="list", sign=sign)
    except BadCursor:
        return False
    return True


@given(PLACES, TEXT)
def test_a_cursor_gives_its_place_back(place: After, bound_to: str) -> None:
    assert decode(encode(place, bound_to=bound_to, sign=sign), bound_to=bound_to, sign=sign) == place


@given(PLACES, TEXT, TEXT)
def test_a_cursor_is_good_for_one_list_and_caller(place: After, bound_to: str, other: str) -> None:
    cursor = encode(place, bound_to=bound_to, sign=sign)
    if bound_to == other:
        return
    with pytest.raises(BadCursor):
        decode(cursor, bound_to=other, sign=sign)


@given(PLACES)
def test_a_cursor_of_another_key_is_refused(place: After) -> None:
    with pytest.raises(BadCursor):
        decode(encode(place, bound_to="list", sign=sign_otherwise), bound_to="list", sign=sign)


@given(PLACES, st.data())
def test_a_changed_cursor_is_refused(place: After, data: st.DataObject) -> None:
    cursor = encode(place, bound_to="list", sign=sign)
    at = data.draw(st.integers(0, len(cursor) - 1))
    character = data.draw(st.sampled_from(ALPHABET).filter(lambda other: other != cursor[at]))
    changed = cursor[:at] + character + cursor[at + 1 :]

    with pytest.raises(BadCursor):
        decode(changed, bound_to="list", sign=sign)


@given(PLACES)
def test_each_spelling_of_the_last_character_but_one_is_refused(place: After) -> None:
    cursor = encode(place, bound_to="list", sign=sign)
    accepted = [character for character in ALPHABET if is_good(cursor[:-1] + character)]

    assert accepted == [cursor[-1]]


@given(PLACES, st.sampled_from(["=", "==", "A", " ", "\n", "ñ", "\ud800"]))
def test_a_longer_or_a_shorter_cursor_is_refused(place: After, more: str) -> None:
    cursor = encode(place, bound_to="list", sign=sign)

    assert [is_good(text) for text in (cursor, cursor + more, more + cursor, cursor[:-1], cursor[1:])] == [True, False, False, False, False]


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        decode(text, bound_to="list", sign=sign)


@pytest.mark.parametrize("value", [None, "", "7", "é\x00", True, False, Decimal("7.5"), Decimal("999999999999.999999"), Decimal(0)])
def test_a_place_of_the_index_comes_back_as_it_was(value: Scalar | None) -> None:
    text = encode_place(Place(value, "id#1"), bound_to="list", sign=sign)
    place = decode_place(text, bound_to="list", sign=sign)

    assert place == Place(value, "id#1")
    assert type(place.value) is type(value)


def test_a_cursor_of_one_kind_is_none_of_the_other() -> None:
    with pytest.raises(BadCursor):
        decode_place(encode(After("a", Key("p", "s")), bound_to="list", sign=sign), bound_to="list", sign=sign)
    with pytest.raises(BadCursor):
        decode(encode_place(Place("a", "b"), bound_to="list", sign=sign), bound_to="list", sign=sign)
