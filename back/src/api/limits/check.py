"""All limits of a document in their order, each a bound for the work of those behind it."""

from graphql import DocumentNode

from api.limits.aliases import check_aliases
from api.limits.definitions import Definitions, collect_definitions
from api.limits.depth import check_depth
from api.limits.directives import check_directives
from api.limits.field_pairs import check_field_pairs
from api.limits.root_fields import check_root_fields
from api.limits.selections import check_selections
from settings import Limits


def check_document(document: DocumentNode, limits: Limits) -> Definitions:
    """Return the parts of a document that may go on to validation. Raises `Refused`."""
    definitions = collect_definitions(document)
    check_depth(definitions, limits.depth)
    check_selections(definitions, limits.selections)
    check_aliases(definitions, limits.aliases)
    check_directives(definitions, limits.directives)
    check_root_fields(definitions, limits.root_fields)
    check_field_pairs(definitions, limits.field_pairs)
    return definitions
