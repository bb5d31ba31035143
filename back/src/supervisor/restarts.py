"""The pure rule of how long a child that ended waits before it is started again."""

from collections.abc import Sequence

WINDOW_SECONDS = 60.0
AT_ONCE = 20
"""How often in a window a child that had been ready is started again without a wait."""
LONGEST_SECONDS = 30.0
_FIRST_SECONDS = 0.5


def pause(ends: Sequence[float], *, now: float, was_ready: bool) -> float:
    """Return the seconds to wait; `ends` are the times at which the child ended so far, the last one included.

    Who was killed while it worked comes back at once, unless that goes on and on; who did not even start waits twice as long each time.
    """
    recent = sum(1 for end in ends if now - end < WINDOW_SECONDS)
    beyond = recent - AT_ONCE if was_ready else recent
    return min(_FIRST_SECONDS * 2 ** (beyond - 1), LONGEST_SECONDS) if beyond > 0 else 0.0
