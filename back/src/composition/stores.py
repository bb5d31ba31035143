"""Opening the store that the settings choose."""

from pathlib import Path

from db_model.search import SEARCH
from settings import Settings, StoreKind
from settings.keys import KeyMissing, Keys, Purpose, load_keys
from store import Store


class StoreNotSupported(Exception):
    """The settings choose a store that this release does not have."""


def open_keys(settings: Settings) -> Keys:
    """Load the service's keys, making them with the data folder.

    Raises `KeyMissing` when the data is there but its keys are not: new ones could not read what is encrypted.
    """
    if settings.store is StoreKind.LOCAL:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not settings.keys and _database(settings).exists() and not (settings.data / "keys.json").exists():
            raise KeyMissing(f"{settings.data} has a database but no keys.json: put its keys back, or give them as INTEGRATES_KEYS")
    return load_keys(settings)


async def open_store(settings: Settings, keys: Keys) -> Store:
    """Open the table, the blobs and the index of the collections; raises `StoreNotSupported`, and what the adapters refuse to start on."""
    if settings.store is not StoreKind.LOCAL:
        raise StoreNotSupported(f"INTEGRATES_STORE={settings.store.value} is not in this release: use local")
    from filesystem.blobs import open_blobs  # noqa: PLC0415 -- an adapter is imported when the settings choose it
    from sqlite.table import open_table  # noqa: PLC0415 -- see above

    table = await open_table(_database(settings), search=SEARCH)
    blobs = await open_blobs(settings.data / "blobs", base_url=settings.public_url, sign=lambda message: keys.sign(Purpose.BLOB, message))
    return Store(table=table, blobs=blobs, index=table.index)


def _database(settings: Settings) -> Path:
    """Return the file of the table."""
    return settings.data / "integrates.sqlite3"
