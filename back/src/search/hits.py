"""The answer to a search for a page."""

from search.cells import from_sorted
from search.responses import Found, number_of
from store.index import ID, Collection, Hits, Place, Search
from store.search_bounds import fields_of


def to_hits(collection: Collection, search: Search, found: Found) -> Hits:
    """Return the hits of a page; the one beyond it only tells that there is another."""
    field = fields_of(collection)[search.sort.field]
    rows = [hit["sort"] for hit in found["hits"]["hits"]]
    places = tuple(Place(row[-1] if field.name == ID else from_sorted(field, row[0]), row[-1]) for row in rows[: search.first])
    is_last = len(rows) <= search.first
    total = number_of(found) if search.with_total else None
    return Hits(tuple(place.id for place in places), places, total, None if is_last else places[-1])


def no_hits(search: Search) -> Hits:
    """Return the answer to a search where nothing can be."""
    return Hits((), (), 0 if search.with_total else None, None)
