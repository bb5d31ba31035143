"""Where scan identities live: in the partition of their analysis, so that a scan reads all of them from the table itself.

They are guards and list in one: two scans cannot make the same vulnerability, and no index has to have followed yet.
"""

from db_model import parts
from db_model.analyses import facet as analyses
from db_model.analyses.types import AnalysisId
from db_model.codec import Codec
from db_model.facet import Facet
from db_model.scan_identities.types import ScanIdentity
from store.values import Key, Prefix

TAG = "KNOWN"


def key(analysis: AnalysisId, fingerprint: str, ordinal: int) -> Key:
    """Which vulnerability is this result?"""
    return Key(analyses.key(analysis).partition, parts.join(TAG, fingerprint, str(ordinal)))


def of_analysis(analysis: AnalysisId) -> Prefix:
    """Which vulnerabilities do the scans of an analysis know, closed and dismissed ones too?"""
    return Prefix(analyses.key(analysis).partition, parts.beginning(TAG))


FACET = Facet[ScanIdentity](
    name="scan_identities",
    codec=Codec(ScanIdentity),
    key=lambda identity: key(identity.analysis, identity.fingerprint, identity.ordinal),
    version=lambda identity: identity.version,
    indexes=lambda _: {},
    expires_at=lambda _: None,
)
