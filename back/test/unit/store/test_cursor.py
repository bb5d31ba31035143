import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.cursor import BadCursor, decode, encode
from store.values import After, Key

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLACES = st.builds(After, sort=TEXT, key=st.builds(Key, partition=TEXT, sort=TEXT))


def sign(message: bytes) -> bytes:
    return hmac.digest(b"key", message, "sha256")


def sign_otherwise(message: bytes) -> bytes:
    return hmac.digest(b"another key", message, "sha256")


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
    at = data.draw(st.integers(0, len(cursor) - 2))
    changed = cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1 :]

    with pytest.raises(BadCursor):
        decode(changed, bound_to="list", sign=sign)


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        decode(text, bound_to="list", sign=sign)
