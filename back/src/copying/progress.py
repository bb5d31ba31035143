"""How far a copy is."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Stage(StrEnum):
    """What a copy does, in this order; leftovers are looked for only when an earlier comparison failed."""

    FILES = "files"
    ITEMS = "items"
    LEFTOVERS = "leftovers"
    COMPARISON = "comparison"


class Progress(NamedTuple):
    """How many files or items this run has been through at a stage."""

    stage: Stage
    done: int


Tell: TypeAlias = Callable[[Progress], None]
