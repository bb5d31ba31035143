"""Everything that the index holds: the collections of all entities, and the projection that fills them."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from db_model import parts
from db_model.executions import facet as executions_facet
from db_model.executions import projection as executions
from db_model.vulnerabilities import facet as vulnerabilities_facet
from db_model.vulnerabilities import projection as vulnerabilities
from store.index import Operation, Projection, SearchSchema, Target
from store.values import Item, Key

_PROJECTIONS: Mapping[str, Projection] = MappingProxyType(
    {
        executions_facet.TAG: executions.project,
        vulnerabilities_facet.TAG: vulnerabilities.project,
    }
)

_DOCUMENTS: Mapping[str, Callable[[Key], Sequence[Target]]] = MappingProxyType(
    {
        executions_facet.TAG: executions.documents,
        vulnerabilities_facet.TAG: vulnerabilities.documents,
    }
)


def _project(key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
    """Return what a change of an item changes in the index, whichever entity it is of."""
    project = _PROJECTIONS.get(parts.split(key.partition)[0])
    return () if project is None else project(key, old, new)


def _documents(key: Key) -> Sequence[Target]:
    """Return the documents that the item at a key has, whichever entity it is of."""
    find = _DOCUMENTS.get(parts.split(key.partition)[0])
    return () if find is None else find(key)


SEARCH = SearchSchema(
    collections=(executions.COLLECTION, vulnerabilities.COLLECTION),
    projection=_project,
    tags=frozenset(_PROJECTIONS),
    documents=_documents,
)
"""Whoever opens a store opens it with this, or what is written then would be missing from the lists."""
