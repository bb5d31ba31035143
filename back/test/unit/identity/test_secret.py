from hypothesis import given
from hypothesis import strategies as st

from identity.secret import digest_of, id_of, is_same, issue


def test_a_secret_has_its_id_and_256_random_bits() -> None:
    issued = issue()

    assert id_of(issued.secret) == issued.id
    assert len(issued.secret) == len("int_") + 32 + 1 + 43
    assert is_same(issued.secret, issued.digest)


def test_no_two_secrets_are_alike() -> None:
    assert len({issue().secret for _ in range(1_000)}) == 1_000


@given(st.text(max_size=100))
def test_what_has_another_form_has_no_id(text: str) -> None:
    assert id_of(text) is None


@given(st.integers(0, 79), st.sampled_from("0Az_-"))
def test_a_secret_with_one_other_character_is_another(place: int, character: str) -> None:
    issued = issue()
    changed = issued.secret[:place] + character + issued.secret[place + 1 :]

    assert is_same(changed, issued.digest) is (changed == issued.secret)


def test_what_is_stored_does_not_hold_the_secret() -> None:
    issued = issue()

    assert issued.secret not in digest_of(issued.secret)
    assert len(issued.digest) == 64
