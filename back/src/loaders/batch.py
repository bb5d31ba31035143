"""Loaders out of bulk reads: one read for all keys that were asked for in one turn of the event loop."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from aiodataloader import DataLoader

Id = TypeVar("Id")
Entity = TypeVar("Entity")


def loader(
    read: Callable[[Sequence[Id]], Awaitable[Mapping[Id, Entity]]], *, may_see: Callable[[Entity], bool] = lambda _: True
) -> DataLoader[Id, Entity | None]:
    """Make a loader that answers `None` for what is absent or what the viewer may not see."""

    async def load(ids: list[Id]) -> list[Entity | None]:
        found = await read(ids)
        return [entity if (entity := found.get(identifier)) is not None and may_see(entity) else None for identifier in ids]

    return DataLoader(load)


def loaded(entities: DataLoader[Id, Entity], identifier: Id) -> Entity | None:
    """Return what a loader has read already; of anything else a read is asked for, as by `load`, and `None` returned."""
    future = entities.load(identifier)
    return future.result() if future.done() and not future.cancelled() and future.exception() is None else None
