"""How long to wait before something is tried again."""

import random
from collections.abc import Awaitable, Callable
from typing import TypeAlias

Pause: TypeAlias = Callable[[float], Awaitable[None]]

_FACTOR = 2.0


def pause_before(attempt: int, *, first: float, longest: float) -> float:
    """Return the seconds before an attempt, the first repetition being 1: about twice as long each time, and for each caller another."""
    return min(first * _FACTOR ** (attempt - 1), longest) * random.uniform(0.5, 1)  # noqa: S311 -- no secret
