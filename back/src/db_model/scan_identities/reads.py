"""Reads of scan identities."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.analyses.types import AnalysisId
from db_model.scan_identities import facet
from db_model.scan_identities.types import ScanIdentity
from store.table import Table
from store.values import Query


async def get_many(table: Table, ids: Sequence[ScanIdentity], *, now: datetime) -> Mapping[ScanIdentity, ScanIdentity]:
    """Read what identities are now; those that nothing has are absent."""
    return await reads.get_many(table, facet.FACET, {each: facet.FACET.key(each) for each in ids}, now=now)


def of_analysis(analysis: AnalysisId) -> Query:
    """Select the identities of an analysis."""
    return reads.under(None, facet.of_analysis(analysis))
