"""The analysis."""

from datetime import datetime
from typing import NamedTuple


class AnalysisId(NamedTuple):
    """All scans of one tool over the same things of a root: only they tell what is fixed among the results of each other."""

    root_id: str
    tool: str
    category: str
    """What tells runs of one tool over different things apart; may be empty."""


class Analysis(NamedTuple):
    """The last scan that was applied of an analysis."""

    id: AnalysisId
    scan_id: str
    finished_at: datetime | None = None
    """When the tool was done, if its file says so."""
    version: int = 1
