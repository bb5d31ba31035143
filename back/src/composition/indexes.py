"""The indexes of a store whose index is an engine of its own, for who looks after them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from composition.stores import StoreNotSupported
from db_model.search import SEARCH
from settings import Settings, StoreKind
from store.values import Item

__all__ = ["Built", "Step", "Upkeep", "open_indexes", "read_items", "to_cluster"]

if TYPE_CHECKING:
    from search.building import Built, Step
    from search.client import Cluster
    from search.upkeep import Upkeep


def to_cluster(settings: Settings) -> "Cluster":
    """Return where the engine of the index is; raises `StoreNotSupported` when the settings do not say it."""
    from search.client import Cluster  # noqa: PLC0415 -- an adapter is imported when the settings choose it

    if not settings.search.url:
        raise StoreNotSupported("INTEGRATES_SEARCH__URL is required unless the store is local")
    return Cluster(
        url=settings.search.url,
        prefix=settings.search.prefix,
        user=settings.search.user,
        password=settings.search.password,
        region=settings.search.region,
    )


@asynccontextmanager
async def open_indexes(settings: Settings) -> AsyncIterator["Upkeep"]:
    """Open the indexes and close them after; raises `StoreNotSupported` for a store that keeps its index by itself."""
    if settings.store is StoreKind.LOCAL:
        raise StoreNotSupported("INTEGRATES_STORE=local keeps its index in its database, always whole: there is nothing to do")
    from search.upkeep import open_upkeep  # noqa: PLC0415 -- see above

    upkeep = open_upkeep(to_cluster(settings), SEARCH, lambda: read_items(settings))
    try:
        yield upkeep
    finally:
        await upkeep.close()


def read_items(settings: Settings) -> AsyncIterator[Item]:
    """Read all items of the table that the settings choose, with strong consistency; raises `StoreNotSupported`."""
    raise StoreNotSupported(f"INTEGRATES_STORE={settings.store.value} has no table in this release that indexes could be made of")
