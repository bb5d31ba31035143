"""What follows from records, and how one that cannot be applied is told from those around it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.projecting import Poison, apply, project
from indexing import MemoryIndex
from store.errors import Unavailable
from store.feed import Record, Unreadable
from store.values import Item, Key
from stores import SCHEMA

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def bug(number: int, *, version: int = 1, **attributes: str) -> Item:
    return Item(key=Key(f"BUG#{number}", "#"), version=version, attributes={"organization": "o", "parent": "p", **attributes})


def added(number: int) -> Record:
    item = bug(number)
    return Record(f"{number:04d}", item.key, None, item, NOW)


def test_what_a_projection_fails_on_is_poison_and_the_rest_goes_on() -> None:
    def projection(key: Key, old: Item | None, new: Item | None) -> tuple[()]:
        if key == bug(2).key:
            raise KeyError("parent")
        return ()

    unreadable = Unreadable("0003", None, "no item", NOW)

    projected = project((added(1), added(2), unreadable), projection)

    assert [step.record for step in projected.steps] == [added(1)]
    assert projected.poison == (Poison(added(2), "KeyError: 'parent'"), Poison(unreadable, "no item"))


@given(st.sets(st.integers(1, 30)))
async def test_exactly_the_records_are_refused_that_the_index_does_not_take(refused: set[int]) -> None:
    index = MemoryIndex(refused=frozenset(str(number) for number in refused))
    projected = project(tuple(added(number) for number in range(1, 31)), SCHEMA.projection)

    poison = await apply(index, projected.steps)

    assert [int(each.entry.sequence) for each in poison] == sorted(refused)
    assert {int(id_) for _, id_ in index.documents} == set(range(1, 31)) - refused


async def test_many_operations_come_in_batches_and_in_their_order() -> None:
    sizes: list[int] = []

    class Counting(MemoryIndex):
        async def apply(self, operations: object) -> None:
            assert isinstance(operations, tuple)
            sizes.append(len(operations))
            await super().apply(operations)

    index = Counting()

    assert await apply(index, project([added(number) for number in range(600)], SCHEMA.projection).steps) == ()

    assert sizes == [500, 500, 200]
    assert [int(operation.document.id) for operation in index.log if hasattr(operation, "document")] == list(range(600))


async def test_an_index_that_is_down_makes_nothing_poison() -> None:
    index = MemoryIndex(is_down=Unavailable("down"))

    with pytest.raises(Unavailable):
        await apply(index, project([added(1)], SCHEMA.projection).steps)
