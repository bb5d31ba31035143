"""What records change in an index, and applying it so that one record that cannot be applied does not hold up the others."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from store.errors import InvalidValue, TooLarge
from store.feed import Entry, Record, Unreadable
from store.index import Operation, Projection

_MOST_OPERATIONS = 500


class Target(Protocol):
    """What an indexer needs of an index."""

    async def apply(self, operations: Sequence[Operation]) -> None:
        """Apply operations, less those of older versions; raises `InvalidValue`, `TooLarge`, `Throttled` and `Unavailable`."""


class Step(NamedTuple):
    """A record and what follows from it."""

    record: Record
    operations: tuple[Operation, ...]


class Poison(NamedTuple):
    """What cannot be applied, and why: trying it again would change nothing."""

    entry: Entry
    error: str


class Projected(NamedTuple):
    """What follows from some entries."""

    steps: tuple[Step, ...]
    poison: tuple[Poison, ...]


def project(entries: Iterable[Entry], projection: Projection) -> Projected:
    """Return what entries change in the index, in their order."""
    found = [_project(entry, projection) for entry in entries]
    return Projected(tuple(each for each in found if isinstance(each, Step)), tuple(each for each in found if isinstance(each, Poison)))


def _project(entry: Entry, projection: Projection) -> Step | Poison:
    if isinstance(entry, Unreadable):
        return Poison(entry, entry.error)
    try:
        return Step(entry, tuple(projection(entry.key, entry.old, entry.new)))
    except Exception as error:  # noqa: BLE001 -- whatever a projection raises, this record is what it does not know
        return Poison(entry, f"{type(error).__name__}: {error}")


async def apply(index: Target, steps: Sequence[Step]) -> tuple[Poison, ...]:
    """Apply steps in their order, and return those that the index refuses; raises `Throttled` and `Unavailable`.

    Some may be applied when this raises: applying all of them again comes to the same.
    """
    refused: tuple[Poison, ...] = ()
    for batch in _batches([step for step in steps if step.operations]):
        refused += await _apply(index, batch)
    return refused


async def _apply(index: Target, steps: Sequence[Step]) -> tuple[Poison, ...]:
    """Apply steps together; of those that are refused together, each half by itself."""
    try:
        await index.apply(tuple(operation for step in steps for operation in step.operations))
    except (InvalidValue, TooLarge) as error:
        if len(steps) == 1:
            return (Poison(steps[0].record, f"{type(error).__name__}: {error}"),)
        half = len(steps) // 2
        return (*await _apply(index, steps[:half]), *await _apply(index, steps[half:]))
    return ()


def _batches(steps: Sequence[Step]) -> Iterable[Sequence[Step]]:
    """Yield steps together, as many as have at most 500 operations, or one that has more."""
    batch: list[Step] = []
    size = 0
    for step in steps:
        if batch and size + len(step.operations) > _MOST_OPERATIONS:
            yield batch
            batch, size = [], 0
        batch.append(step)
        size += len(step.operations)
    if batch:
        yield batch
