"""Everything that the index holds: the collections of all entities, and the projection that fills them."""

from db_model.vulnerabilities import facet as vulnerabilities_facet
from db_model.vulnerabilities import projection as vulnerabilities
from store.index import SearchSchema

SEARCH = SearchSchema(
    collections=(vulnerabilities.COLLECTION,), projection=vulnerabilities.project, tags=frozenset({vulnerabilities_facet.TAG})
)
"""Whoever opens a store opens it with this, or what is written then would be missing from the lists."""
