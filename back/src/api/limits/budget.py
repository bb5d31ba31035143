"""What a viewer may still ask for, as execution needs to know it."""

from typing import Protocol


class Budget(Protocol):
    """The cost that one viewer may spend."""

    @property
    def capacity(self) -> int:
        """How much may be spent in a minute; zero when nothing is counted."""

    def take(self, cost: int) -> int:
        """Spend `cost` and return zero, or spend nothing and return the seconds after which it could be spent."""

    def remaining(self) -> int | None:
        """Return what is left, `None` when nothing is counted."""
