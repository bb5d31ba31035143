"""Typed access to the parts of a built value; a part of the wrong kind makes its result unusable, with a reason."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from scans.sarif.shapes import Left, Listed

_LARGEST = 2**31 - 1
_DIGITS = len(str(_LARGEST))


class Unusable(Exception):
    """A result cannot be read; the text is the reason, safe to show."""


def text_of(record: Mapping[str, object], key: str) -> str | None:
    """Return a text, `None` for one that is absent, null or empty; raises `Unusable`."""
    value = record.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Unusable(f"{key} is {_kind_of(value)}, not a text")
    return value


def record_of(record: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return an object, an empty one for one that is absent or null; raises `Unusable`."""
    value = record.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unusable(f"{key} is {_kind_of(value)}, not an object")
    return value


def listed_of(record: Mapping[str, object], key: str) -> Listed:
    """Return an array, an empty one for one that is absent or null; raises `Unusable`."""
    value = record.get(key)
    if value is None:
        return Listed((), 0, 0)
    if not isinstance(value, Listed):
        raise Unusable(f"{key} is {_kind_of(value)}, not an array")
    return value


def records_of(record: Mapping[str, object], key: str) -> tuple[Mapping[str, object], ...]:
    """Return the kept objects of an array; raises `Unusable` when it or one of them is something else."""
    items = listed_of(record, key).items
    return tuple(record_of({f"{key}[{number}]": item}, f"{key}[{number}]") for number, item in enumerate(items))


def whole_number_of(record: Mapping[str, object], key: str) -> int | None:
    """Return a number from 0 to 2³¹-1, which may be written as a text; -1 stands for none in SARIF; raises `Unusable`."""
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= _DIGITS:
        value = int(value)
    if isinstance(value, Decimal) and abs(value) <= _LARGEST and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -1 <= value <= _LARGEST:
        raise Unusable(f"{key} is {_kind_of(value)}, not a whole number from 0 to {_LARGEST}")
    return None if value == -1 else value


def loose_texts(value: object) -> tuple[str, ...]:
    """Return the texts of a text or an array: of what tools put into property bags nothing can be demanded."""
    items: Iterable[object] = value.items if isinstance(value, Listed) else (value,)
    return tuple(item for item in items if isinstance(item, str) and item)


def loose_text(record: Mapping[str, object], key: str) -> str | None:
    """Return a text that is not empty, or `None`."""
    value = record.get(key)
    return value if isinstance(value, str) and value else None


def loose_index(record: Mapping[str, object], key: str) -> int | None:
    """Return an index, `None` in the place of anything else."""
    value = record.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def loose_records(record: Mapping[str, object], key: str) -> tuple[Mapping[str, object], ...]:
    """Return the items of an array, with an empty object in the place of anything that is none."""
    value = record.get(key)
    return tuple(item if isinstance(item, dict) else {} for item in value.items) if isinstance(value, Listed) else ()


def loose_record(record: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return an object, an empty one in the place of anything else."""
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def _kind_of(value: object) -> str:
    if isinstance(value, Left):
        return value.value
    if isinstance(value, dict):
        return Left.OBJECT.value
    if isinstance(value, Listed):
        return Left.ARRAY.value
    return "a truth value" if isinstance(value, bool) else "a text" if isinstance(value, str) else "a number out of range"
