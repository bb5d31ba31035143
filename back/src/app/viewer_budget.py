"""The rates of one viewer: nobody known is counted by address."""

from typing import NamedTuple

from app.buckets import Buckets
from authz.viewer import Viewer


class ViewerBudget(NamedTuple):
    """What one viewer may spend; it is the `Budget` that execution asks."""

    buckets: Buckets
    key: str

    @property
    def capacity(self) -> int:
        """How much may be spent in a minute; zero when nothing is counted."""
        return self.buckets.capacity

    def take(self, cost: int) -> int:
        """Spend and return zero, or spend nothing and return the seconds to wait."""
        return self.buckets.take(self.key, cost)

    def remaining(self) -> int | None:
        """Return what is left, `None` when nothing is counted."""
        return self.buckets.remaining(self.key)


def viewer_key(viewer: Viewer, address: str) -> str:
    """Return what a viewer's requests are counted by."""
    return f"address {address}" if viewer.email is None else f"viewer {viewer.email}"
