"""Where vulnerabilities live, and which questions their keys answer."""

from collections.abc import Mapping
from datetime import UTC

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.vulnerabilities.types import Vulnerability
from store.values import After, IndexName, Key, Prefix

TAG = "VULN"


def key(identifier: str) -> Key:
    """Which vulnerability has this id?"""
    return Key(parts.join(TAG, identifier), OWN)


def of_finding(finding_id: str) -> Prefix:
    """Which vulnerabilities does a finding have, those removed too, by their age?"""
    return Prefix(parts.join("FIN", finding_id), parts.beginning(TAG))


def of_root(root_id: str) -> Prefix:
    """Which vulnerabilities does a root have, those removed too?"""
    return Prefix(parts.join("ROOT", root_id), parts.beginning(TAG))


def sort_in(index: IndexName | None, vulnerability: Vulnerability) -> str:
    """Return where an index lists a vulnerability among its siblings."""
    return key(vulnerability.id).sort if index is None else _indexes(vulnerability)[index].sort


def place(sort: str) -> After:
    """Return the place that a sort key of either index means: its last part is the id."""
    return After(sort, key(parts.split(sort)[-1]))


def _indexes(vulnerability: Vulnerability) -> Mapping[IndexName, Key]:
    """List a vulnerability in its finding and in its root."""
    created = vulnerability.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    return {
        IndexName.BY_PARENT: Key(of_finding(vulnerability.finding_id).partition, parts.join(TAG, created, vulnerability.id)),
        IndexName.BY_SECOND: Key(of_root(vulnerability.root_id).partition, parts.join(TAG, vulnerability.id)),
    }


FACET = Facet[Vulnerability](
    name="vulnerabilities",
    codec=Codec(Vulnerability),
    key=lambda vulnerability: key(vulnerability.id),
    version=lambda vulnerability: vulnerability.version,
    indexes=_indexes,
    expires_at=lambda _: None,
    history=("state", "treatment", "zero_risk", "severity"),
)
