"""Sums of items that do not depend on their order, nor on how an engine writes a number or a set."""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from typing import NamedTuple, TypeAlias

import orjson

from store.blobs import Blob
from store.values import Item, Value

_MODULUS = 2**256
_EXACT = Context(prec=60)
"""More digits than a number of the store has, so that nothing is rounded."""

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"


class Sum(NamedTuple):
    """How many there are, and the sum of their SHA-256 modulo 2^256."""

    number: int = 0
    total: int = 0

    @property
    def text(self) -> str:
        """Return the sum as 64 hexadecimal digits."""
        return f"{self.total:064x}"


def with_item(before: Sum, item: Item) -> Sum:
    """Add an item."""
    return _with(before, canonical(item))


def with_blob(before: Sum, blob: Blob) -> Sum:
    """Add a file, which its name stands for."""
    return _with(before, f"{blob.digest} {blob.size}".encode())


def differing(one: Mapping[str, Sum], other: Mapping[str, Sum]) -> tuple[str, ...]:
    """Return the names whose counts or sums differ."""
    return tuple(sorted(name for name in one.keys() | other.keys() if one.get(name, Sum()) != other.get(name, Sum())))


def canonical(item: Item) -> bytes:
    """Write an item in the one way that all engines agree on."""
    places: Iterable[tuple[str, str, str]] = ((index.value, key.partition, key.sort) for index, key in item.indexes.items())
    return orjson.dumps(
        [
            *(item.key.partition, item.key.sort, item.version, item.expires_at),
            [list(place) for place in sorted(places)],
            _plain(item.attributes),
        ],
        option=orjson.OPT_SORT_KEYS,
    )


def _with(before: Sum, data: bytes) -> Sum:
    return Sum(before.number + 1, (before.total + int.from_bytes(hashlib.sha256(data).digest())) % _MODULUS)


def _plain(value: Value) -> Plain:
    """Write a value as JSON has it; lists begin with what they are, so that no two values look alike."""
    match value:
        case str() | bool():
            return value
        case int() | Decimal():
            return ["number", _number(Decimal(value))]
        case bytes():
            return ["bytes", value.hex()]
        case tuple():
            return ["list", *map(_plain, value)]
        case frozenset():
            return ["set", *sorted(value)]
        case _:
            return {name: _plain(part) for name, part in value.items()}


def _number(value: Decimal) -> str:
    """Write a number without what does not change it: zeros at its end, the sign of zero."""
    return str(_EXACT.normalize(value)) if value else "0"
