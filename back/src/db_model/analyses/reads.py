"""Reads of analyses."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.analyses import facet
from db_model.analyses.types import Analysis, AnalysisId
from store.table import Table


async def get_many(table: Table, ids: Sequence[AnalysisId], *, now: datetime) -> Mapping[AnalysisId, Analysis]:
    """Read analyses; one of which no scan was applied is absent."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(identifier) for identifier in ids}, now=now)
