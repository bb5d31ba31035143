"""Items cut into transactions."""

from copying.bulk import batches
from store.bounds import TRANSACTION_ACTIONS, check_changes
from store.values import Item, Key, Put


def item(number: int, filler: int = 0) -> Item:
    return Item(Key(f"P#{number}", "#"), 1, {"filler": "x" * filler})


def test_a_batch_has_as_many_items_as_a_transaction_takes() -> None:
    items = [item(number) for number in range(2 * TRANSACTION_ACTIONS + 1)]

    cut = list(batches(items))

    assert [len(batch) for batch in cut] == [TRANSACTION_ACTIONS, TRANSACTION_ACTIONS, 1]
    assert [each for batch in cut for each in batch] == items


def test_a_batch_is_no_larger_than_a_transaction() -> None:
    items = [item(number, 390_000) for number in range(25)]

    cut = list(batches(items))

    for batch in cut:
        check_changes([Put(each, None) for each in batch])
    assert [len(batch) for batch in cut] == [10, 10, 5]


def test_nothing_is_no_batch() -> None:
    assert list(batches([])) == []
