"""What a job has written and the index may not know yet: the end of the job waits for it, and its batches do not run far ahead."""

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Protocol

import structlog

from store.errors import Throttled, Unavailable
from store.values import Position

MOST_AHEAD = 8
"""Batches that may be written before the index knows the first of them."""
MOST_KEPT = 1_000
BETWEEN_BATCHES = timedelta(seconds=5)
AT_THE_END = timedelta(seconds=30)
"""Shorter than the lease of a job, which nobody renews meanwhile."""

_log = structlog.get_logger("jobs")


class Knowing(Protocol):
    """What is needed of an index."""

    async def wait_for(self, position: Position, within: timedelta) -> None:
        """Wait until a position can be found; raises `Unavailable` when the time is over."""


@dataclass(slots=True)
class Unseen:
    """Positions that the index was not asked about yet.

    It changes, and belongs to one run of a job. An index that is far behind is not waited for after each batch, and at the end for a while.
    """

    index: Knowing
    positions: deque[Position] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    is_behind: bool = False

    async def add(self, position: Position) -> None:
        """Note what a batch wrote, and wait until the index knows what was written some batches before."""
        if position.token:
            self.positions.append(position)
        if len(self.positions) > MOST_AHEAD and not self.is_behind:
            self.is_behind = not await self._knows(self.positions.popleft(), BETWEEN_BATCHES)

    async def settle(self) -> None:
        """Wait until the index knows all that was written; when it is too far behind, the job goes on without."""
        deadline = monotonic() + AT_THE_END.total_seconds()
        while self.positions:
            left = timedelta(seconds=max(deadline - monotonic(), 0))
            if not await self._knows(self.positions.popleft(), left):
                self.positions.clear()

    async def _knows(self, position: Position, within: timedelta) -> bool:
        try:
            await self.index.wait_for(position, within)
        except (Throttled, Unavailable):
            _log.warning("the index does not know yet what a job has written", waited=within.total_seconds())
            return False
        return True
