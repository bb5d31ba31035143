"""The scan identity."""

from typing import NamedTuple

from db_model.analyses.types import AnalysisId


class ScanIdentity(NamedTuple):
    """Which vulnerability a result with this fingerprint and ordinal is; of one that came back it is the newest."""

    analysis: AnalysisId
    fingerprint: str
    ordinal: int
    vulnerability_id: str
    version: int = 1
