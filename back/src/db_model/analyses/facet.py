"""Where analyses live, and which questions their keys answer."""

from db_model import parts
from db_model.analyses.types import Analysis, AnalysisId
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from store.values import Key

TAG = "ANALYSIS"


def key(identifier: AnalysisId) -> Key:
    """Which scan was the last of this tool, category and root?"""
    named = parts.digest(parts.join(identifier.tool, f"={identifier.category}"))
    return Key(parts.join(TAG, identifier.root_id, named), OWN)


FACET = Facet[Analysis](
    name="analyses",
    codec=Codec(Analysis),
    key=lambda analysis: key(analysis.id),
    version=lambda analysis: analysis.version,
    indexes=lambda _: {},
    expires_at=lambda _: None,
)
