"""Which index finds a page in its order, and which values it is searched by: by rule, so that no statistics are needed."""

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import NamedTuple

from sqlite.index_tables import Cell, order_index, orders, to_cell
from store.index import GROUP, ID, ORGANIZATION, AnyOf, Collection, InGroups, InOrganization, Missing, Search
from store.search_bounds import fields_of

MOST_BRANCHES = 64
_MOST_VALUES = 8_000


class Order(NamedTuple):
    """An index, and the combinations of values of its first fields under which it lists rows in the order of the page."""

    name: str
    fields: tuple[str, ...]
    branches: tuple[tuple[Cell | None, ...], ...]


def find_order(collection: Collection, search: Search) -> Order | None:
    """Return the order with most fields fixed by the scope and the filters; `None` if there is none, or with too many branches."""
    pins = _pins(collection, search)
    values = sum(map(len, pins.values())) + 2
    found = [
        (len(fixed), -branches, number, fixed)
        for number, order in enumerate(orders(collection))
        if (fixed := _fixed(order, search.sort.field))
        and pins.keys() >= set(fixed)
        and (branches := prod(len(pins[name]) for name in fixed)) <= MOST_BRANCHES
        and branches * values <= _MOST_VALUES
    ]
    if not found:
        return None
    _, _, number, fixed = max(found)
    return Order(order_index(collection.name, number), fixed, tuple(product(*(pins[name] for name in fixed))))


def _fixed(order: tuple[str, ...], sort: str) -> tuple[str, ...]:
    """Return the fields that must be fixed for an index to list rows by a field; none if it never does."""
    if sort == ID:
        return order
    return order[:-1] if order[-1] == sort else ()


def _pins(collection: Collection, search: Search) -> Mapping[str, tuple[Cell | None, ...]]:
    pins: dict[str, tuple[Cell | None, ...]] = {}
    for name, cells in _given(collection, search):
        pins[name] = tuple(cell for cell in pins[name] if cell in cells) if name in pins else cells
    return pins


def _given(collection: Collection, search: Search) -> Iterator[tuple[str, tuple[Cell | None, ...]]]:
    match search.scope:
        case InGroups(groups=groups):
            yield GROUP, tuple(sorted(groups))
        case InOrganization(id=organization):
            yield ORGANIZATION, (organization,)
    fields = fields_of(collection)
    for one in search.filters:
        match one:
            case AnyOf(field=name, values=values) if not fields[name].many:
                yield name, tuple(sorted(to_cell(fields[name], value) for value in values))
            case Missing(field=name):
                yield name, (None,)
