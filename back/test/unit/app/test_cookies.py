"""Reading our cookies among others."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

from app.cookies import Cookie, cookie_of, drop, keep, read, values_of

PLAIN = cookie_of("http://localhost:8001", "integrates_session")
NAMES = st.text(alphabet=string.ascii_letters + string.digits + "_-", min_size=1, max_size=12).filter(lambda name: name != PLAIN.name)
VALUES = st.text(alphabet=string.ascii_letters + string.digits + "_-.=", max_size=30).map(str.strip)


def scope_of(*lines: bytes) -> dict[str, object]:
    return {"type": "http", "headers": [(b"accept", b"*/*"), *((b"cookie", line) for line in lines)]}


def test_the_scheme_decides_the_name() -> None:
    assert Cookie("integrates_session", is_secure=False) == PLAIN
    assert cookie_of("https://a.test", "integrates_session") == Cookie("__Host-integrates_session", is_secure=True)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=5), VALUES.filter(bool), st.integers(min_value=0, max_value=5))
def test_our_cookie_is_found_among_those_of_others(others: list[tuple[str, str]], value: str, place: int) -> None:
    pairs = [f"{name}={text}" for name, text in others]
    pairs.insert(place, f"{PLAIN.name}={value}")

    assert read(PLAIN, scope_of("; ".join(pairs).encode())) == value
    assert read(PLAIN, scope_of(*(pair.encode() for pair in pairs))) == value


@given(st.binary(max_size=80))
def test_nothing_that_comes_breaks_the_reading(line: bytes) -> None:
    assert len(values_of(PLAIN, scope_of(line))) <= line.count(PLAIN.name.encode())


@pytest.mark.parametrize("lines", [(), (b"",), (b"integrates_session",), (b"integrates_session=",), (b"x=integrates_session=1",)])
def test_what_is_no_value_of_ours_is_none(lines: tuple[bytes, ...]) -> None:
    assert read(PLAIN, scope_of(*lines)) is None


def test_a_cookie_that_comes_twice_is_none() -> None:
    assert read(PLAIN, scope_of(b"integrates_session=1; integrates_session=1")) is None
    assert read(PLAIN, scope_of(b"integrates_session=1", b"integrates_session=2")) is None


def test_a_cookie_is_kept_and_dropped_under_the_same_name_and_path() -> None:
    kept, dropped = Response(), Response()
    keep(kept, cookie_of("https://a.test", "c"), "v", seconds=5)
    drop(dropped, cookie_of("https://a.test", "c"))

    assert kept.headers["set-cookie"] == "__Host-c=v; HttpOnly; Max-Age=5; Path=/; SameSite=lax; Secure"
    assert dropped.headers["set-cookie"] == '__Host-c=""; HttpOnly; Max-Age=0; Path=/; SameSite=lax; Secure'
