"""The bounds of DynamoDB, checked before anything is sent, so that what one adapter takes every other takes too."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from store.errors import InvalidValue, TooLarge
from store.values import Change, Check, Delete, IndexName, Item, Key, Put, Query, VersionIs

PARTITION_BYTES = 2_048
SORT_BYTES = 1_024
NAME_BYTES = 65_535
ITEM_BYTES = 400 * 1_024
TRANSACTION_BYTES = 4 * 1_024 * 1_024
TRANSACTION_ACTIONS = 100
DIGITS = 38
LOWEST_EXPONENT = -130
HIGHEST_EXPONENT = 125
NESTING = 32
HIGHEST_INTEGER = 2**63 - 1
"""What versions and times go up to."""

# The names that an engine gives to keys, version and expiry must not be longer than this, or what is accepted here could be refused there.
_FIELD_NAME_BYTES = 20
_NUMBER_BYTES = 21
_CONTAINER_BYTES = 3


def check_key(key: Key, *, what: str = "key") -> int:
    """Return the size of a key in bytes; raises `TooLarge` and `InvalidValue`."""
    return _key_part(key.partition, f"partition of the {what}", PARTITION_BYTES) + _key_part(
        key.sort, f"sort part of the {what}", SORT_BYTES
    )


def check_keys(keys: Collection[Key]) -> None:
    """Check the keys of a read, of which there may be any number; raises `TooLarge` and `InvalidValue`."""
    for key in keys:
        check_key(key)


def check_query(query: Query) -> None:
    """Check what a query asks for; raises `TooLarge` and `InvalidValue`."""
    _key_part(query.partition, "partition of the query", PARTITION_BYTES)
    if query.prefix:
        _key_part(query.prefix, "prefix of the query", SORT_BYTES)
        if query.low is not None or query.high is not None:
            raise InvalidValue("a query has either a prefix or bounds, not both")
    for what, bound in (("low bound", query.low), ("high bound", query.high)):
        if bound is not None:
            _key_part(bound, f"{what} of the query", SORT_BYTES)
    if query.after is not None:
        _key_part(query.after.sort, "sort part of the place to go on after", SORT_BYTES)
        check_key(query.after.key, what="place to go on after")
    if query.first < 1:
        raise InvalidValue(f"a page has at least 1 row, not {query.first}")


def check_changes(changes: Sequence[Change]) -> None:
    """Check a transaction: the number of actions, their keys, conditions and items; raises `TooLarge` and `InvalidValue`."""
    if not changes:
        raise InvalidValue(f"a transaction has 1 to {TRANSACTION_ACTIONS} actions, not 0")
    if len(changes) > TRANSACTION_ACTIONS:
        raise TooLarge(f"a transaction has at most {TRANSACTION_ACTIONS} actions, not {len(changes)}")
    if len({change.key for change in changes}) < len(changes):
        raise InvalidValue("a transaction has one action for each key, not several")
    size = sum(_change_size(change) for change in changes)
    if size > TRANSACTION_BYTES:
        raise TooLarge(f"a transaction takes at most {TRANSACTION_BYTES} bytes, not {size}")


def check_item(item: Item) -> int:
    """Return the size of an item in bytes, near to how DynamoDB measures it; raises `TooLarge` and `InvalidValue`."""
    size = (
        check_key(item.key)
        + 2 * _FIELD_NAME_BYTES
        + _integer(item.version, "version", lowest=1)
        + (0 if item.expires_at is None else _integer(item.expires_at, "time of expiry", lowest=0))
        + sum(_index_size(index, key) for index, key in item.indexes.items())
        + _FIELD_NAME_BYTES
        + _mapping_size("attributes", item.attributes, 0, top=True)
    )
    if size > ITEM_BYTES:
        raise TooLarge(f"an item takes at most {ITEM_BYTES} bytes, not {size}")
    return size


def _change_size(change: Change) -> int:
    condition = change.condition
    if isinstance(condition, VersionIs):
        _integer(condition.version, "version of the condition", lowest=1)
    match change:
        case Put(item=item):
            return check_item(item)
        case Delete(key=key) | Check(key=key):
            return check_key(key)


def _index_size(index: IndexName, key: Key) -> int:
    return check_key(key, what=f"index {index.value}") + 2 * _FIELD_NAME_BYTES


def _integer(value: object, what: str, *, lowest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= HIGHEST_INTEGER:
        raise InvalidValue(f"the {what} is an integer from {lowest} to {HIGHEST_INTEGER}")
    return _FIELD_NAME_BYTES + _NUMBER_BYTES


def _key_part(text: str, what: str, most: int) -> int:
    size = _text_size(text, what)
    if size == 0:
        raise InvalidValue(f"the {what} has at least 1 byte, not 0")
    if size > most:
        raise TooLarge(f"the {what} has at most {most} bytes, not {size}")
    return size


def _text_size(text: str, what: str) -> int:
    if text.isascii():
        return len(text)
    try:
        return len(text.encode())
    except UnicodeEncodeError as error:
        raise InvalidValue(f"the {what} holds half of a surrogate pair, which is no text") from error


def _value_size(name: str, value: object, depth: int) -> int:  # noqa: C901 -- a case for each kind of value
    match value:
        case bool():
            return 1
        case str():
            return _text_size(value, f"attribute {name!r}")
        case int():
            return _number_size(name, Decimal(value) if abs(value) < 10**DIGITS else None)
        case Decimal():
            return _number_size(name, value if value.is_finite() and len(value.as_tuple().digits) <= DIGITS else None)
        case bytes():
            return len(value)
        case tuple():
            _check_nesting(name, depth + 1)
            return _CONTAINER_BYTES + sum(1 + _value_size(name, part, depth + 1) for part in value)
        case frozenset():
            return _set_size(name, value)
        case Mapping():
            return _mapping_size(name, value, depth + 1)
        case _:
            raise InvalidValue(f"attribute {name!r} holds a {type(value).__name__}, which the store does not keep")


def _number_size(name: str, number: Decimal | None) -> int:
    if number is None:
        raise InvalidValue(f"attribute {name!r} holds a number of more than {DIGITS} digits, or none at all")
    if not LOWEST_EXPONENT <= number.adjusted() <= HIGHEST_EXPONENT:
        raise InvalidValue(f"attribute {name!r} holds a number outside 1E{LOWEST_EXPONENT} to 1E{HIGHEST_EXPONENT + 1}")
    return (len(number.as_tuple().digits) + 1) // 2 + 1 + number.is_signed()


def _set_size(name: str, values: frozenset[object]) -> int:
    if not values:
        raise InvalidValue(f"attribute {name!r} holds an empty set, which the store does not keep")
    if not all(isinstance(value, str) for value in values):
        raise InvalidValue(f"attribute {name!r} holds a set of something other than texts")
    return sum(_text_size(str(value), f"attribute {name!r}") for value in values)


def _mapping_size(name: str, values: Mapping[str, object], depth: int, *, top: bool = False) -> int:
    _check_nesting(name, depth)
    return _CONTAINER_BYTES + sum(
        1 + _name_size(name, part) + _value_size(part if top else name, value, depth) for part, value in values.items()
    )


def _name_size(within: str, name: object) -> int:
    if not isinstance(name, str):
        raise InvalidValue(f"{within!r} names a value with something other than a text")
    size = _text_size(name, f"name of a value in {within!r}")
    if size == 0:
        raise InvalidValue(f"{within!r} names a value with a text of 0 bytes")
    if size > NAME_BYTES:
        raise TooLarge(f"the name of a value in {within!r} has at most {NAME_BYTES} bytes, not {size}")
    return size


def _check_nesting(name: str, depth: int) -> None:
    if depth > NESTING:
        raise TooLarge(f"attribute {name!r} is nested more than {NESTING} deep")
