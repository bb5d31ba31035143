"""Items as DynamoDB keeps them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynamodb.items import read_item, read_key, to_image, to_place
from store.values import IndexName, Item, Key

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
KEYS = st.builds(Key, TEXTS, TEXTS)
VALUES = TEXTS | st.booleans() | st.integers(-(10**37), 10**37) | st.decimals(allow_nan=False, allow_infinity=False, places=4)
ITEMS = st.builds(
    Item,
    key=KEYS,
    version=st.integers(1, 2**63 - 1),
    attributes=st.dictionaries(TEXTS, VALUES | st.lists(VALUES, max_size=3).map(tuple) | st.frozensets(TEXTS, min_size=1, max_size=3)),
    indexes=st.dictionaries(st.sampled_from(IndexName), KEYS),
    expires_at=st.none() | st.integers(0, 2**63 - 1),
)
PLAIN = Item(Key("A#1", "#"), 3, {"name": "x", "score": Decimal("7.50")}, {IndexName.BY_SECOND: Key("B#2", "A")}, expires_at=9)


@given(item=ITEMS)
def test_an_item_is_read_back_from_its_image(item: Item) -> None:
    assert read_item(to_image(item)) == item
    assert read_key(to_image(item)) == item.key


def test_what_the_engine_orders_and_compares_by_is_of_its_own_types() -> None:
    image = to_image(PLAIN)

    assert {name: image[name] for name in image if name != "attributes"} == {
        "pk": {"S": "A#1"},
        "sk": {"S": "#"},
        "by_second_pk": {"S": "B#2"},
        "by_second_sk": {"S": "A"},
        "version": {"N": "3"},
        "expires_at": {"N": "9"},
    }
    assert str(read_item(image).attributes["score"]) == "7.50"


@pytest.mark.parametrize("name", ["pk", "sk", "version", "attributes", "by_second_sk"])
def test_an_image_without_one_of_its_parts_is_refused(name: str) -> None:
    image = {key: value for key, value in to_image(PLAIN).items() if key != name}

    with pytest.raises(KeyError, match=name):
        read_item(image)


def test_an_image_with_something_unknown_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match="color"):
        read_item({**to_image(PLAIN), "color": {"S": "red"}})


def test_a_key_alone_is_a_place() -> None:
    assert read_key(to_place(Key("A", "b"))) == Key("A", "b")
