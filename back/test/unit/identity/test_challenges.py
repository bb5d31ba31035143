"""The sealed way of a challenge through a browser."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.providers.challenges import Begun, check_proof, check_return, new_challenge, seal, unseal
from identity.providers.provider import Challenge, Proof, ProviderRefused
from settings.keys import KeyRecord, Keys, Purpose

KEYS = Keys(records={"k": KeyRecord(purpose=Purpose.ENCRYPTION, key=base64.b64encode(b"k" * 32).decode())})
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CHALLENGE = Challenge(state="s", nonce="n", verifier="v")
texts = st.text(max_size=60)


@given(texts, texts, texts, st.datetimes(timezones=st.just(UTC)))
def test_what_was_sealed_for_a_provider_is_read_back_for_it(state: str, nonce: str, verifier: str, end: datetime) -> None:
    begun = Begun(Challenge(state=state, nonce=nonce, verifier=verifier), end)

    assert unseal(KEYS, "acme", seal(KEYS, "acme", begun)) == begun


@given(texts)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ProviderRefused):
        unseal(KEYS, "acme", text)


def test_what_was_sealed_for_another_provider_is_refused() -> None:
    with pytest.raises(ProviderRefused):
        unseal(KEYS, "acme", seal(KEYS, "other", Begun(CHALLENGE, NOW)))


def test_a_sealed_text_is_good_in_a_cookie() -> None:
    text = seal(KEYS, "acme", Begun(new_challenge(), NOW))

    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(text) < 1_000


def test_no_two_challenges_and_no_two_parts_of_one_are_the_same() -> None:
    assert len({part for _ in range(10) for part in new_challenge()}) == 30


@pytest.mark.parametrize(("state", "seconds"), [("t", -1), ("", -1), ("s", 0), ("s", 1), ("é", -1)])
def test_another_state_and_a_late_one_are_refused(state: str, seconds: int) -> None:
    with pytest.raises(ProviderRefused):
        check_return(Begun(CHALLENGE, NOW), state, now=NOW + timedelta(seconds=seconds))


def test_the_own_state_in_time_and_the_own_nonce_are_taken() -> None:
    check_return(Begun(CHALLENGE, NOW), "s", now=NOW - timedelta(seconds=1))

    assert check_proof(CHALLENGE, Proof(email="a@b.test", is_verified=True, nonce="n")) == "a@b.test"
