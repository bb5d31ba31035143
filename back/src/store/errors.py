"""What can go wrong at the ports of the store."""

from store.values import Key


class StoreError(Exception):
    """Base of the store's errors."""


class Conflict(StoreError):
    """A condition of a write did not hold: another writer was first. `keys` are those whose conditions failed."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__("a condition did not hold")
        self.keys = keys


class Throttled(StoreError):
    """The store takes no more for now; the same call may succeed later."""


class TooLarge(StoreError):
    """A key, an item or a transaction is over a bound of the store; the text names the bound and its value."""


class InvalidValue(StoreError):
    """A value is of a kind that the store does not keep, such as a float or an empty set."""


class Unavailable(StoreError):
    """The store cannot be reached or did not finish in time; whether a write took place is not known."""


class BlobNotFound(StoreError):
    """No blob has this digest."""


class Damaged(StoreError):
    """What is stored, or a copy of it, is not what it was when it was written; the text names it."""


class UnfinishedCopy(StoreError):
    """A store is being copied into, and is not whole: it must not be served; the text names the source."""
