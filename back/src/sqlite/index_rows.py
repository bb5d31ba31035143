"""Documents as rows of the table of documents and of the full-text table."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import orjson

from sqlite.index_conditions import group_word, organization_word
from sqlite.index_tables import Cell, column, columns, counted, to_cell
from store.index import Collection, Document, Field, Scalar
from store.words import words


class Words(NamedTuple):
    """What the full-text table keeps of a document."""

    scope: str
    body: str

    @property
    def digest(self) -> str:
        """Return what tells whether the words changed."""
        return hashlib.blake2b(f"{self.scope}\0{self.body}".encode(), digest_size=16).hexdigest()


class Indexed(NamedTuple):
    """A document ready to be written, less its number."""

    cells: Mapping[str, Cell | None]
    words: Words | None


def to_indexed(collection: Collection, document: Document) -> Indexed:
    """Return the cells and the words of a checked document."""
    said = _words(document)
    return Indexed(
        {
            "id": document.id,
            "version": document.version,
            "in_group": document.group,
            "organization": document.organization,
            "words": said.digest if said else None,
            **{column(field.name): _cell(field, document.fields.get(field.name)) for field in collection.fields},
        },
        said,
    )


def counter_key(collection: Collection, cells: Mapping[str, Cell | None]) -> tuple[Cell | None, ...]:
    """Return the combination of values under which a row is counted."""
    return tuple(cells[column(name)] for name in counted(collection))


def set_values(cell: Cell | None) -> tuple[str, ...]:
    """Return the values of the cell of a set."""
    return tuple(orjson.loads(cell)) if isinstance(cell, str) else ()


def row_of(collection: Collection, number: int, cells: Mapping[str, Cell | None]) -> list[Cell | None]:
    """Return the values of the columns."""
    return [number, *(cells[name] for name in columns(collection)[1:])]


def _cell(field: Field, value: Scalar | frozenset[str] | None) -> Cell | None:
    if value is None or value == frozenset():
        return None
    return orjson.dumps(sorted(value)).decode() if isinstance(value, frozenset) else to_cell(field, value)


def _words(document: Document) -> Words | None:
    body = " ".join(words(document.text))
    if not body:
        return None
    group = "" if document.group is None else f"{group_word(document.group)} "
    return Words(group + organization_word(document.organization), body)
