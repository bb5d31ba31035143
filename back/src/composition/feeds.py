"""Opening the change feed of the store that the settings choose."""

from contextlib import AbstractAsyncContextManager

from composition.distributed import open_stream
from composition.not_supported import StoreNotSupported
from settings import Settings, StoreKind
from store.feed import ChangeFeed


def open_feed(settings: Settings) -> AbstractAsyncContextManager[ChangeFeed]:
    """Return what opens the feed; raises `StoreNotSupported` for a store that keeps its index itself."""
    if settings.store is StoreKind.LOCAL:
        raise StoreNotSupported("INTEGRATES_STORE=local writes its index together with its items: it has no change feed")
    return open_stream(settings)
