from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db_model import parts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_a_key_gives_its_parts_back(values: list[str]) -> None:
    assert parts.split(parts.join(*values)) == tuple(values)


@given(TEXTS, TEXTS)
def test_two_keys_are_equal_only_when_their_parts_are(one: str, other: str) -> None:
    assert (parts.join("ROOT", one) == parts.join("ROOT", other)) is (one == other)


@given(TEXTS)
def test_no_part_ends_a_part_or_hides_in_it(value: str) -> None:
    encoded = parts.encode(value)

    assert "#" not in encoded
    assert encoded.isprintable() or not any(ord(character) < 32 for character in encoded)


@given(TEXTS, TEXTS)
def test_a_prefix_selects_whole_parts_only(value: str, longer: str) -> None:
    assert not parts.join("ROOT", value + longer).startswith(parts.beginning("ROOT", value))
    assert parts.join("ROOT", value, longer).startswith(parts.beginning("ROOT", value))


@pytest.mark.parametrize("build", [parts.join, parts.beginning])
def test_an_empty_part_is_refused(build: Callable[..., str]) -> None:
    with pytest.raises(ValueError, match="a part of a key is empty"):
        build("ROOT", "")


@given(TEXTS)
def test_a_shard_is_one_of_sixteen_and_always_the_same(value: str) -> None:
    assert parts.shard(value) in {str(number) for number in range(16)}
    assert parts.shard(value) == parts.shard(value)
