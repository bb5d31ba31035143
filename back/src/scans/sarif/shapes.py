"""Which parts of a JSON value are kept when it is built: everything else passes by without being held in memory."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias


class Scalar(NamedTuple):
    """A text, number, truth value or null; a text is cut after `limit` characters."""

    limit: int


class Record(NamedTuple):
    """An object of which only these keys are kept."""

    fields: "Mapping[str, Shape]"


class Table(NamedTuple):
    """An object with any keys, of which the first `limit` are kept."""

    item: "Shape"
    limit: int


class Listing(NamedTuple):
    """An array of which the first `limit` items are kept; those that `accept` refuses are counted only."""

    item: "Shape"
    limit: int
    accept: Callable[[object], bool] | None = None


Shape: TypeAlias = Scalar | Record | Table | Listing


class Listed(NamedTuple):
    """What was kept of an array, how many items it has, and how many were left out for the limit."""

    items: tuple[object, ...]
    total: int
    cut: int


class Left(Enum):
    """What stands in the place of a value that was not built."""

    OBJECT = "an object"
    ARRAY = "an array"
