"""Pure writes of executions."""

from db_model import change
from db_model.change import Change
from db_model.executions.facet import FACET
from db_model.executions.types import Execution


def add(execution: Execution) -> Change:
    """Write a new execution; the commit is a conflict when the group has one of its id."""
    return change.add(FACET, execution)
