"""Attributes as bytes: MessagePack, with extensions for the values that it does not know."""

from collections.abc import Mapping
from decimal import Decimal

import ormsgpack

from store.values import Value

_DECIMAL = 1
_SET = 2
_INTEGER = 3
_LOWEST = -(2**63)
_HIGHEST = 2**64 - 1


def pack(attributes: Mapping[str, Value]) -> bytes:
    """Write attributes as bytes; `unpack` gives back the same values, of the same types, digit by digit."""
    try:
        return ormsgpack.packb(attributes, default=_extended)
    except ormsgpack.MsgpackEncodeError:
        # Integers beyond 64 bits and names of a subclass of str stop the encoder instead of reaching its hook; they are too rare
        # for a walk through every item.
        return ormsgpack.packb(_plain(attributes), default=_extended)


def unpack(data: bytes | memoryview) -> dict[str, Value]:
    """Read attributes that `pack` wrote."""
    values: dict[str, Value] = ormsgpack.unpackb(data, ext_hook=_read_extension)
    return {name: _frozen(value) if isinstance(value, list | dict) else value for name, value in values.items()}


def _extended(value: object) -> object:
    match value:
        case Decimal():
            return ormsgpack.Ext(_DECIMAL, str(value).encode())
        case frozenset():
            return ormsgpack.Ext(_SET, ormsgpack.packb(sorted(value)))
        case Mapping():
            return dict(value)
        case tuple():
            return list(value)
        case _:
            raise TypeError(type(value).__name__)


def _plain(value: object) -> object:
    match value:
        case int() if not _LOWEST <= value <= _HIGHEST:
            return ormsgpack.Ext(_INTEGER, str(value).encode())
        case Mapping():
            return {str(name): _plain(part) for name, part in value.items()}
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value


def _read_extension(tag: int, data: bytes) -> Value:
    match tag:
        case 1:
            return Decimal(data.decode())
        case 2:
            return frozenset(ormsgpack.unpackb(data))
        case 3:
            return int(data)
        case _:
            raise ValueError(f"attributes hold an extension of the unknown kind {tag}")


def _frozen(value: object) -> Value:
    match value:
        case list():
            return tuple(_frozen(part) for part in value)
        case dict():
            return {name: _frozen(part) for name, part in value.items()}
        case str() | int() | Decimal() | bytes() | frozenset():
            return value
        case _:
            raise ValueError(f"attributes hold a {type(value).__name__}")
