"""Lists of values in a statement: cut into a few sizes, so that the same few statements are prepared once and used again."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

MOST = 256

T = TypeVar("T")


def chunks(values: Sequence[T], most: int = MOST) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces whose lengths are powers of two, at most `most`, which is one."""
    start = 0
    while start < len(values):
        size = min(most, 1 << (len(values) - start).bit_length() - 1)
        yield values[start : start + size]
        start += size


def placeholders(rows: int, columns: int) -> str:
    """Return the `(?, ?), (?, ?)` of so many rows."""
    row = f"({', '.join('?' * columns)})"
    return ", ".join([row] * rows)
