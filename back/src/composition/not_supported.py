"""What the settings ask for and this release, or this store, does not have."""


class StoreNotSupported(Exception):
    """The settings choose a store that is not to be had, or lack what it needs."""
