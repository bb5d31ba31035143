"""The indexes of a store whose index is an engine of its own, for who looks after them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from composition.distributed import read_table, to_cluster
from composition.not_supported import StoreNotSupported
from db_model.search import SEARCH
from settings import Settings, StoreKind

__all__ = ["Built", "Step", "Upkeep", "open_indexes"]

if TYPE_CHECKING:
    from search.building import Built, Step
    from search.upkeep import Upkeep


@asynccontextmanager
async def open_indexes(settings: Settings) -> AsyncIterator["Upkeep"]:
    """Open the indexes and close them after; raises `StoreNotSupported` for a store that keeps its index by itself."""
    if settings.store is StoreKind.LOCAL:
        raise StoreNotSupported("INTEGRATES_STORE=local keeps its index in its database, always whole: there is nothing to do")
    from search.upkeep import open_upkeep  # noqa: PLC0415 -- an adapter is imported when the settings choose it

    upkeep = open_upkeep(to_cluster(settings), SEARCH, lambda: read_table(settings))
    try:
        yield upkeep
    finally:
        await upkeep.close()
