"""Opening the change feed of the store that the settings choose."""

from contextlib import AbstractAsyncContextManager

from composition.stores import StoreNotSupported
from settings import Settings
from store.feed import ChangeFeed


def open_feed(settings: Settings) -> AbstractAsyncContextManager[ChangeFeed]:
    """Return what opens the feed; raises `StoreNotSupported` for a store that keeps its index itself."""
    raise StoreNotSupported(f"INTEGRATES_STORE={settings.store.value} has no change feed in this release")
