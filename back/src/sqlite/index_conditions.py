"""Scopes and filters as conditions on the columns of a table `t`: of the documents, or of their counts."""

from collections.abc import Collection as Sized
from collections.abc import Iterable, Sequence
from itertools import chain

from sqlite.index_tables import Cell, column, many_table, to_cell
from sqlite.ranges import Statement
from store.index import (
    GROUP,
    ORGANIZATION,
    AnyOf,
    Anywhere,
    Between,
    Collection,
    Field,
    Filter,
    InGroups,
    InOrganization,
    Missing,
    Not,
    Present,
    Scope,
)
from store.search_bounds import fields_of
from store.words import searched_words

NOTHING = frozenset[str]()


def is_empty(scope: Scope) -> bool:
    """Tell whether a scope holds nothing, so that nothing need be asked."""
    return isinstance(scope, InGroups) and not scope.groups


def of_scope(scope: Scope, *, aside: Sized[str] = NOTHING) -> Statement:
    """Return the condition of a scope; a field in `aside` is only tested, never searched by."""
    match scope:
        case InGroups(groups=groups):
            return _any_of(_operand(GROUP, aside), sorted(groups))
        case InOrganization(id=organization):
            return _any_of(_operand(ORGANIZATION, aside), (organization,))
        case Anywhere():
            return Statement("1", ())


def of_filter(collection: Collection, one: Filter, *, aside: Sized[str] = NOTHING) -> Statement:
    """Return the condition of a filter."""
    match one:
        case Not(filter=inner):
            text, values = of_filter(collection, inner, aside=aside)
            return Statement(f"({text}) IS NOT TRUE", values)
        case AnyOf(field=name, values=given):
            field = fields_of(collection)[name]
            cells = sorted(to_cell(field, value) for value in given)
            return _in_set(collection, field, cells) if field.many else _any_of(_operand(name, aside), cells)
        case Between(field=name, low=low, high=high):
            field, operand = fields_of(collection)[name], _operand(name, aside)
            ends = ((">=", low), ("<=", high))
            given_ends = [(operator, to_cell(field, end)) for operator, end in ends if end is not None]
            texts = [f"{operand} {operator} ?" for operator, _ in given_ends]
            return Statement(" AND ".join((*texts, f"{operand} IS NOT NULL")), tuple(cell for _, cell in given_ends))
        case Missing(field=name):
            return Statement(f"{_operand(name, aside)} IS NULL", ())
        case Present(field=name):
            return Statement(f"{_operand(name, aside)} IS NOT NULL", ())


def of_request(collection: Collection, scope: Scope, filters: Iterable[Filter], *, aside: Sized[str] = NOTHING) -> Statement:
    """Return the condition of a scope and all filters."""
    return joined([of_scope(scope, aside=aside), *(of_filter(collection, one, aside=aside) for one in filters)])


def joined(conditions: Sequence[Statement]) -> Statement:
    """Return the condition that all of several hold."""
    texts = [f"({condition.text})" for condition in conditions if condition.text != "1"]
    return Statement(" AND ".join(texts) or "1", tuple(chain.from_iterable(condition.values for condition in conditions)))


def match_expression(scope: Scope, text: str) -> str | None:
    """Return what the full-text table is asked for, made of words of ours only; `None` when the text has no words."""
    words = searched_words(text)
    if not words:
        return None
    body = "body : (" + " AND ".join(f'"{word}" *' for word in words) + ")"
    match scope:
        case InGroups(groups=groups):
            return f"scope : ({' OR '.join(_quoted(group_word(group)) for group in sorted(groups))}) AND {body}"
        case InOrganization(id=organization):
            return f"scope : {_quoted(organization_word(organization))} AND {body}"
        case Anywhere():
            return body


def group_word(group: str) -> str:
    """Return the word that stands for a group in the full-text table."""
    return f"g{group.encode().hex()}"


def organization_word(organization: str) -> str:
    """Return the word that stands for an organization in the full-text table."""
    return f"o{organization.encode().hex()}"


def _quoted(word: str) -> str:
    return f'"{word}"'


def _operand(field: str, aside: Sized[str]) -> str:
    return f"{'+' if field in aside else ''}t.{column(field)}"


def _any_of(operand: str, cells: Sequence[Cell]) -> Statement:
    if not cells:
        return Statement("0", ())
    if len(cells) == 1:
        return Statement(f"{operand} = ?", tuple(cells))
    return Statement(f"{operand} IN ({', '.join('?' * len(cells))})", tuple(cells))


def _in_set(collection: Collection, field: Field, cells: Sequence[Cell]) -> Statement:
    condition = _any_of("m.value", cells)
    return Statement(f"t.n IN (SELECT m.n FROM {many_table(collection.name, field.name)} AS m WHERE {condition.text})", condition.values)
