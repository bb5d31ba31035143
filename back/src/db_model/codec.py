"""Entities to attributes and back: strict, so that an unknown, missing or mistyped field is an error and not a surprise later."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

from cattrs import Converter, override
from cattrs.cols import is_namedtuple, namedtuple_dict_structure_factory, namedtuple_dict_unstructure_factory

from store.values import Item, Value

T = TypeVar("T")
Upgrade: TypeAlias = Callable[[Mapping[str, Value]], Mapping[str, Value]]
FORMAT = "format"


def _exactly(kind: type) -> Callable[[object, type], object]:
    """Return a hook that takes values of a type and nothing that merely converts to it."""

    def hook(value: object, _: type) -> object:
        if type(value) is not kind:
            raise TypeError(f"expected {kind.__name__}, found {type(value).__name__}")
        return value

    return hook


def _number(value: object, _: type) -> int:
    """Take an integer, also as the `Decimal` that some engines answer for every number."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
        raise TypeError(f"expected int, found {type(value).__name__}")
    return int(value)


def _decimal(value: object, _: type) -> Decimal:
    """Take a decimal number."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"expected Decimal, found {type(value).__name__}")
    return Decimal(value)


def _date(value: object, _: type) -> datetime:
    """Take a date in the form that `datetime.isoformat` writes, with its offset."""
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("a stored date has no offset")
    return moment


def _texts(value: object, _: type) -> frozenset[str]:
    """Take a set of texts; an empty one is never stored, as the store keeps none."""
    if not isinstance(value, frozenset):
        raise TypeError(f"expected frozenset, found {type(value).__name__}")
    return value


def _is_tuple_of_one_type(kind: Any) -> bool:
    """Tell whether a type is that of tuples of any length."""
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,) and get_args(kind)[0] is not str


def _is_anything(kind: Any) -> bool:
    """Tell whether a type is that of another item's attributes, which are kept as they are."""
    return bool(kind == Mapping[str, object])


def _converter() -> Converter:
    """Build the converter with its hooks."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    for kind in (str, bool, bytes):
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook(int, _number)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(datetime, _date)
    converter.register_structure_hook_func(lambda kind: kind == frozenset[str], _texts)
    converter.register_structure_hook_func(_is_anything, lambda value, _: value)
    converter.register_structure_hook(StrEnum, lambda value, kind: kind(value))
    converter.register_unstructure_hook(Decimal, lambda value: value)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook_func(lambda kind: kind == frozenset[str], lambda value: value)
    converter.register_unstructure_hook_func(lambda kind: kind == tuple[str, ...], lambda value: value)
    converter.register_unstructure_hook_func(_is_anything, lambda value: value)
    converter.register_unstructure_hook(StrEnum, lambda member: member.value)

    def to_tuple(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
        part = get_args(kind)[0]
        return lambda values: tuple(converter.unstructure(value, part) for value in values)

    converter.register_unstructure_hook_factory(_is_tuple_of_one_type, to_tuple)

    # These are taken by place only.
    omit_defaults, in_detail, forbid_extra_keys = True, False, True

    def to_mapping(kind: type) -> Callable[[Any], dict[str, Any]]:
        if "version" in getattr(kind, "_fields", ()):
            return namedtuple_dict_unstructure_factory(kind, converter, omit_defaults, version=override(omit=True))
        return namedtuple_dict_unstructure_factory(kind, converter, omit_defaults)

    converter.register_structure_hook_factory(
        is_namedtuple, lambda kind: namedtuple_dict_structure_factory(kind, converter, in_detail, forbid_extra_keys)
    )
    converter.register_unstructure_hook_factory(is_namedtuple, to_mapping)
    return converter


_CONVERTER = _converter()


class MalformedItem(Exception):
    """An item cannot be read as the entity that its key says it is."""


class Codec(NamedTuple, Generic[T]):
    """How one entity is written as attributes: the present format is that after the last upgrade."""

    kind: type[T]
    upgrades: tuple[Upgrade, ...] = ()

    def to_attributes(self, entity: T) -> Mapping[str, Value]:
        """Write an entity; absent values become absent attributes, and the version stays out: it is the item's own."""
        return {**_CONVERTER.unstructure(entity, self.kind), FORMAT: len(self.upgrades) + 1}

    def to_entity(self, item: Item) -> T:
        """Read an entity, of an older format too; raises `MalformedItem`."""
        try:
            fields = dict(item.attributes)
            written = int(cast(int, fields.pop(FORMAT)))
            for upgrade in self._steps_from(written):
                fields = dict(upgrade(fields))
            return _CONVERTER.structure({**fields, "version": item.version}, self.kind)
        except Exception as error:  # whatever a hook raises, the item is what is wrong
            raise MalformedItem(f"{self.kind.__name__} at {item.key}: {error}") from error

    def to_part(self, name: str, item: Item) -> object:
        """Read the part of an entity that a row of history keeps; raises `MalformedItem`.

        A part that was written in an older format would need upgrades of its own, and none was ever changed.
        """
        if item.attributes.get(FORMAT) != len(self.upgrades) + 1:
            raise MalformedItem(f"{name} of {self.kind.__name__} at {item.key}: the format is not known")
        try:
            return _CONVERTER.structure(item.attributes[name], get_type_hints(self.kind)[name])
        except Exception as error:  # whatever a hook raises, the item is what is wrong
            raise MalformedItem(f"{name} of {self.kind.__name__} at {item.key}: {error}") from error

    def _steps_from(self, written: int) -> tuple[Upgrade, ...]:
        """Return the upgrades that lead from a format to the present one."""
        if not 1 <= written <= len(self.upgrades) + 1:
            raise ValueError(f"format {written} is not known")
        return self.upgrades[written - 1 :]
