"""Values of fields as the engine keeps them: numbers as millionths, so that they are integers; texts and truth as they are."""

from decimal import Decimal
from typing import TypeAlias

from store.index import Field, FieldKind, Scalar
from store.search_bounds import DECIMALS

SCALE = 10**DECIMALS
PART = 10**6
"""What the parts of a number are counted up to, for sums: the engine adds them as floating-point numbers, which are exact below 2^53."""
BEYOND = 10**18
"""The millionths of every number are below this, whatever its sign: documents without one are sorted as if they had it."""

Cell: TypeAlias = str | int | bool


def to_cell(field: Field, value: Scalar) -> Cell:
    """Return what the engine keeps of a checked value."""
    if field.kind is FieldKind.NUMBER and not isinstance(value, str):
        return int(Decimal(value) * SCALE)
    return value if isinstance(value, str) else bool(value)


def from_cell(field: Field, cell: Cell | None) -> Scalar | None:
    """Return the value that the engine keeps as a cell."""
    if cell is None or isinstance(cell, str):
        return cell
    return to_number(cell) if field.kind is FieldKind.NUMBER else bool(cell)


def to_parts(millionths: int) -> tuple[int, int, int]:
    """Return the parts of a number, the highest first and alone negative, each so small that 10^9 of them add up exactly."""
    rest, low = divmod(millionths, PART)
    high, middle = divmod(rest, PART)
    return high, middle, low


def from_parts(high: int, middle: int, low: int) -> int:
    """Return the millionths of a number, or of a sum, by its parts."""
    return (high * PART + middle) * PART + low


def to_number(millionths: int) -> Decimal:
    """Return a number without zeros at its end."""
    if millionths % SCALE == 0:
        return Decimal(millionths // SCALE)
    digits = str(millionths).rstrip("0")
    # Made of a text, as the context of calculations would round long sums.
    return Decimal(f"{digits}E{len(str(millionths)) - len(digits) - DECIMALS}")


def absent_in_order(field: Field, *, descending: bool) -> int | str | None:
    """Return what stands for an absent value among sorted ones: beyond all of them; texts have nothing there, which comes last."""
    match field.kind:
        case FieldKind.NUMBER:
            return -BEYOND if descending else BEYOND
        case FieldKind.BOOLEAN:
            return -1 if descending else 2
        case _:
            return None


def to_sorted(field: Field, value: Scalar | None, *, descending: bool) -> Cell | None:
    """Return what a value is sorted by."""
    if value is None:
        return absent_in_order(field, descending=descending)
    cell = to_cell(field, value)
    return int(cell) if isinstance(cell, bool) else cell


def from_sorted(field: Field, cell: Cell | None) -> Scalar | None:
    """Return the value that is sorted by this."""
    if isinstance(cell, int) and field.kind is FieldKind.NUMBER and abs(cell) >= BEYOND:
        return None
    if isinstance(cell, int) and field.kind is FieldKind.BOOLEAN and cell not in {0, 1}:
        return None
    return from_cell(field, cell)
