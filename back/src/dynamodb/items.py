"""Items as DynamoDB keeps them: keys, version and end as its own types, all other attributes packed in one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from store.packing import pack, unpack
from store.values import IndexName, Item, Key

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb.type_defs import AttributeValueTypeDef

PARTITION = "pk"
SORT = "sk"
VERSION = "version"
EXPIRES_AT = "expires_at"
_ATTRIBUTES = "attributes"

Image: TypeAlias = Mapping[str, Any]
"""An item as the engine writes it: by the name of each attribute its type and its value."""


class Names(NamedTuple):
    """The attributes that an item is ordered by, in the table or in an index."""

    partition: str
    sort: str


TABLE = Names(PARTITION, SORT)


def names_of(index: IndexName | None) -> Names:
    """Return the names of the attributes that an index orders by; those of the table for `None`."""
    return TABLE if index is None else Names(f"{index.value}_{PARTITION}", f"{index.value}_{SORT}")


def to_place(key: Key, names: Names = TABLE) -> "dict[str, AttributeValueTypeDef]":
    """Return the attributes that say where an item lives or is listed."""
    return {names.partition: {"S": key.partition}, names.sort: {"S": key.sort}}


def to_image(item: Item) -> "dict[str, AttributeValueTypeDef]":
    """Return an item as the engine takes it; `read_item` gives the same back, digit by digit."""
    image = to_place(item.key)
    for index, key in item.indexes.items():
        image |= to_place(key, names_of(index))
    if item.expires_at is not None:
        image[EXPIRES_AT] = {"N": str(item.expires_at)}
    return image | {VERSION: {"N": str(item.version)}, _ATTRIBUTES: {"B": pack(item.attributes)}}


def read_key(image: Image) -> Key:
    """Read where an item lives; raises `KeyError` and `ValueError` for what is none of ours."""
    return _read_place(image, TABLE)


def read_item(image: Image) -> Item:
    """Read an item; raises `KeyError` and `ValueError` for what is none of ours."""
    indexes = {index: names for index in IndexName if (names := names_of(index)).partition in image}
    known = {*TABLE, VERSION, EXPIRES_AT, _ATTRIBUTES}.union(*indexes.values())
    if image.keys() - known:
        raise ValueError(f"an item has attributes that this release does not know: {', '.join(sorted(image.keys() - known))}")
    return Item(
        key=read_key(image),
        version=int(image[VERSION]["N"]),
        attributes=unpack(bytes(image[_ATTRIBUTES]["B"])),
        indexes={index: _read_place(image, names) for index, names in indexes.items()},
        expires_at=int(image[EXPIRES_AT]["N"]) if EXPIRES_AT in image else None,
    )


def _read_place(image: Image, names: Names) -> Key:
    return Key(str(image[names.partition]["S"]), str(image[names.sort]["S"]))
