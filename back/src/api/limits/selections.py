"""How many fields, spreads and inline fragments a document may have, fragments expanded."""

from api.limits.definitions import Definitions
from api.limits.refused import over_limit
from api.limits.totals import sum_selections


def check_selections(definitions: Definitions, maximum: int) -> None:
    """Raise `Refused` when all operations together select more than `maximum`."""
    selections = sum(sum_selections(definitions, lambda _selection, _depth: 1))
    if selections > maximum:
        raise over_limit("selections", maximum, "The document selects too much")
