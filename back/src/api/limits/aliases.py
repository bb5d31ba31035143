"""How many fields of a document may be renamed, fragments expanded."""

from graphql import FieldNode

from api.limits.definitions import Definitions
from api.limits.refused import over_limit
from api.limits.totals import sum_selections


def check_aliases(definitions: Definitions, maximum: int) -> None:
    """Raise `Refused` when all operations together have more than `maximum` aliases."""
    aliases = sum(sum_selections(definitions, lambda selection, _: int(isinstance(selection, FieldNode) and selection.alias is not None)))
    if aliases > maximum:
        raise over_limit("aliases", maximum, f"The document has {aliases} aliases")
