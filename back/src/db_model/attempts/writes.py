"""Pure writes of attempts."""

from db_model import change
from db_model.attempts.facet import FACET
from db_model.attempts.types import Attempts
from db_model.change import Change


def count(present: Attempts | None, first: Attempts) -> Change:
    """Count one more; the commit is a conflict when another one was counted meanwhile."""
    return change.add(FACET, first) if present is None else change.touch(FACET, present, present)
