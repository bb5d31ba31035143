"""Token buckets: how much each key may still take, refilled evenly over a minute."""

import math
from collections import OrderedDict

from clock import Clock

_MINUTE = 60.0
_KEYS = 50_000
"""How many keys are remembered; past it the one unused for longest starts afresh."""


class Buckets:
    """One bucket per key, each with room for what may be taken in a minute; with no room given, nothing is counted."""

    def __init__(self, capacity: int, clock: Clock) -> None:
        self._capacity = capacity
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def capacity(self) -> int:
        """How much may be taken in a minute; zero when nothing is counted."""
        return self._capacity

    def take(self, key: str, amount: int = 1) -> int:
        """Take and return zero, or take nothing and return the whole seconds to wait."""
        if not self._capacity:
            return 0
        now, level = self._read(key)
        is_allowed = amount <= level
        self._levels[key] = (now, level - amount if is_allowed else level)
        self._levels.move_to_end(key)
        if len(self._levels) > _KEYS:
            self._levels.popitem(last=False)
        return 0 if is_allowed else max(math.ceil((min(amount, self._capacity) - level) * _MINUTE / self._capacity), 1)

    def remaining(self, key: str) -> int | None:
        """Return what may be taken now, `None` when nothing is counted."""
        return int(self._read(key)[1]) if self._capacity else None

    def _read(self, key: str) -> tuple[float, float]:
        now = self._clock.now().timestamp()
        before, level = self._levels.get(key, (now, float(self._capacity)))
        return now, min(level + max(now - before, 0.0) * self._capacity / _MINUTE, float(self._capacity))
