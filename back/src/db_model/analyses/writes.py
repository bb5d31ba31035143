"""Pure writes of analyses."""

from db_model import change
from db_model.analyses.facet import FACET
from db_model.analyses.types import Analysis
from db_model.change import Change


def set_last(old: Analysis | None, new: Analysis) -> Change:
    """Write the last scan of an analysis; the commit is a conflict when another was applied meanwhile."""
    return change.add(FACET, new) if old is None else change.update(FACET, old, new._replace(version=old.version))
