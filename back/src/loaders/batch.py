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
