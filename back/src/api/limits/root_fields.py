"""How many fields one operation may select from the root, fragments expanded."""

from graphql import FieldNode

from api.limits.definitions import Definitions
from api.limits.refused import over_limit
from api.limits.totals import sum_selections


def check_root_fields(definitions: Definitions, maximum: int) -> None:
    """Raise `Refused` when an operation has more than `maximum` root fields."""
    counts = sum_selections(definitions, lambda selection, depth: int(isinstance(selection, FieldNode) and depth == 0), follow_deeper=False)
    for operation, count in zip(definitions.operations, counts, strict=True):
        if count > maximum:
            raise over_limit("root_fields", maximum, f"The operation has {count} root fields", nodes=[operation])
