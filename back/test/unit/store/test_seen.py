import pytest

from store.errors import InvalidValue
from store.seen import Written, from_position, position_of, to_position
from store.values import Absent, Change, Check, Delete, Exists, Item, Key, Position, Put, VersionIs

TAGS = frozenset({"BUG"})


def key(name: str) -> Key:
    return Key(f"BUG#{name}", "#")


def test_a_position_tells_what_was_put_and_removed_of_the_tags() -> None:
    changes: list[Change] = [
        Put(Item(key("a"), 3, {}), Absent()),
        Delete(key("b"), VersionIs(7)),
        Delete(key("unknown version"), Exists()),
        Delete(key("no condition"), None),
        Check(key("c"), Exists()),
        Put(Item(Key("BUGS#a", "#"), 1, {}), None),
        Put(Item(Key("ORG#BUG#a", "#"), 1, {}), None),
    ]

    position = position_of(changes, TAGS)

    assert position == Position('[["BUG#a","#",3],["BUG#b","#",-7]]')
    assert from_position(position) == (Written(key("a"), 3), Written(key("b"), 7, is_removed=True))


def test_a_write_of_nothing_that_is_projected_has_an_empty_position() -> None:
    assert position_of([Put(Item(Key("ORG#a", "#"), 1, {}), None)], TAGS) == Position()
    assert to_position(()) == Position()
    assert from_position(Position()) == ()


@pytest.mark.parametrize("token", ["{", "7", '["BUG#a"]', '[["BUG#a","#"]]', '[["BUG#a","#","x"]]', '[["BUG#a","#",null]]', "null"])
def test_a_token_that_was_not_made_here_is_refused(token: str) -> None:
    with pytest.raises(InvalidValue):
        from_position(Position(token))
