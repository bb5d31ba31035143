"""The mapping of a collection: strict, so that a document of another shape is refused; and its settings."""

import hashlib
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import orjson

from store import words
from store.index import GROUP, ID, ORGANIZATION, Collection, FieldKind, SearchSchema

LAYOUT = 1
"""Raised whenever this adapter keeps the same documents in another way."""

SEARCH = "search"
REMOVED_AT = "removed_at"
"""What a document that is there never has: a removed one is kept as its version and this, for late operations on it to be refused."""
SUM_PARTS = ("high", "middle", "low")
INDEXED_LENGTH = 19
"""Beginnings of words up to this length are looked up as they are; the engine takes no more."""

Json: TypeAlias = Mapping[str, object]

_KEYWORD: Json = MappingProxyType({"type": "keyword"})
_TYPES: Mapping[FieldKind, Json] = MappingProxyType(
    {
        FieldKind.KEYWORD: _KEYWORD,
        # A text of fixed length sorts as time does, and is answered as it was given.
        FieldKind.DATE: _KEYWORD,
        FieldKind.NUMBER: MappingProxyType({"type": "long"}),
        FieldKind.BOOLEAN: MappingProxyType({"type": "boolean"}),
    }
)
_IMPLICIT: Mapping[str, Json] = MappingProxyType(
    {
        ID: _KEYWORD,
        GROUP: _KEYWORD,
        ORGANIZATION: _KEYWORD,
        REMOVED_AT: MappingProxyType({"type": "date"}),
        # The words come ready, with spaces between them. Nobody asks how often or where a word stands.
        SEARCH: MappingProxyType(
            {
                "type": "text",
                "index_options": "docs",
                "norms": False,
                "analyzer": "whitespace",
                "index_prefixes": {"min_chars": 1, "max_chars": INDEXED_LENGTH},
            }
        ),
    }
)


def property_of(field: str) -> str:
    """Name the property of a field."""
    return field if field in {ID, GROUP, ORGANIZATION} else f"f_{field}"


def sums_of(field: str) -> str:
    """Name the property of the parts of a number, which are there to be added."""
    return f"s_{field}"


def properties(collection: Collection) -> dict[str, Json]:
    """Return the properties of a collection."""
    parts: Json = {"properties": {part: {"type": "long", "index": False} for part in SUM_PARTS}}
    return {
        **_IMPLICIT,
        **{property_of(field.name): _TYPES[field.kind] for field in collection.fields},
        **{sums_of(field.name): parts for field in collection.fields if field.kind is FieldKind.NUMBER},
    }


def mapping(collection: Collection) -> Json:
    """Return the mapping of a collection; what documents say is not kept beside, as only their ids are ever answered."""
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {name: _plain(value) for name, value in properties(collection).items()},
    }


def definition(schema: SearchSchema, collection: Collection) -> str:
    """Return a short hash of all that the documents of a collection depend on; the names of its indexes carry it."""
    parts = (
        LAYOUT,
        words.VERSION,
        unicodedata.unidata_version,
        sorted(schema.tags),
        collection.revision,
        mapping(collection),
        [(field.name, field.kind.value, field.many) for field in collection.fields],
    )
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


def _plain(value: Json) -> dict[str, object]:
    return {name: _plain(part) if isinstance(part, Mapping) else part for name, part in value.items()}
