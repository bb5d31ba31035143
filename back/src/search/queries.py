"""Requests as queries: filters that do not score, made of values of ours; what a person typed is only ever a word to compare with."""

from collections.abc import Mapping, Sequence

from search.cells import absent_in_order, to_cell, to_sorted
from search.mapping import SEARCH, Json, property_of
from store.index import (
    GROUP,
    ID,
    ORGANIZATION,
    Aggregate,
    AnyOf,
    Between,
    Collection,
    Field,
    Filter,
    InGroups,
    InOrganization,
    Missing,
    Not,
    Present,
    Scalar,
    Scope,
    Search,
)
from store.search_bounds import fields_of
from store.words import searched_words

MOST_SECONDS = 10
"""How long the engine looks for an answer; a part of one is none."""


def is_empty(scope: Scope) -> bool:
    """Tell a scope in which nothing can be."""
    return isinstance(scope, InGroups) and not scope.groups


def find(collection: Collection, request: Search | Aggregate) -> Json:
    """Return the query that finds what is in the scope, passes every filter and holds every word."""
    fields = fields_of(collection)
    said: list[Json] = [{"prefix": {SEARCH: {"value": word}}} for word in searched_words(request.text)]
    return {"bool": {"filter": [of_scope(request.scope), *(of_filter(fields, one) for one in request.filters), *said]}}


def of_scope(scope: Scope) -> Json:
    """Return the query that finds what is in a scope; what is left of a removed document is in none."""
    match scope:
        case InGroups(groups=groups):
            return {"terms": {GROUP: sorted(groups)}}
        case InOrganization(id=organization):
            return {"term": {ORGANIZATION: {"value": organization}}}
        case _:
            return _present(ORGANIZATION)


def of_filter(fields: Mapping[str, Field], one: Filter) -> Json:
    """Return the query that finds what passes a filter."""
    is_not = False
    while isinstance(one, Not):
        one, is_not = one.filter, not is_not
    query = _of_plain(fields, one)
    return {"bool": {"must_not": [query]}} if is_not else query


def page(collection: Collection, search: Search) -> Json:
    """Return the search for a page and one hit more, which tells whether there is another."""
    body: dict[str, object] = {
        "query": find(collection, search),
        "sort": order(fields_of(collection)[search.sort.field], descending=search.sort.descending),
        "size": search.first + 1,
        "track_total_hits": search.with_total,
        # All that is answered is what the hits are sorted by.
        "stored_fields": "_none_",
        "timeout": f"{MOST_SECONDS}s",
    }
    if search.after is not None:
        field = fields_of(collection)[search.sort.field]
        own = () if field.name == ID else (to_sorted(field, search.after.value, descending=search.sort.descending),)
        body["search_after"] = [*own, search.after.id]
    return body


def order(field: Field, *, descending: bool) -> Sequence[Json]:
    """Return an order by a field and by id, both in one direction, documents without the field last."""
    direction = "desc" if descending else "asc"
    absent = absent_in_order(field, descending=descending)
    by_id: Json = {ID: {"order": direction}}
    by_field: Json = {property_of(field.name): {"order": direction, "missing": "_last" if absent is None else absent}}
    return [by_id] if field.name == ID else [by_field, by_id]


def _of_plain(fields: Mapping[str, Field], one: AnyOf | Between | Missing | Present) -> Json:
    name = property_of(one.field)
    match one:
        case AnyOf(values=values):
            return {"terms": {name: [to_cell(fields[one.field], value) for value in values]}} if values else {"match_none": {}}
        case Between(low=low, high=high):
            return _between(fields[one.field], low, high)
        case Missing():
            return {"bool": {"must_not": [_present(name)]}}
        case Present():
            return _present(name)


def _between(field: Field, low: Scalar | None, high: Scalar | None) -> Json:
    ends = {side: to_cell(field, end) for side, end in (("gte", low), ("lte", high)) if end is not None}
    name = property_of(field.name)
    return {"range": {name: ends}} if ends else _present(name)


def _present(name: str) -> Json:
    return {"exists": {"field": name}}
