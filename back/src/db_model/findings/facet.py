"""Where findings live, and which questions their keys answer."""

from collections.abc import Mapping
from datetime import UTC

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.findings.types import Finding, is_released, is_there
from store.values import IndexName, Key, Prefix

TAG = "FIN"
DRAFT_TAG = "DRAFT"
DESCRIPTION_GUARD = "finding description"
"""Of the group, the title and the digest of the description."""
THREAT_GUARD = "finding threat"
"""Of the group, the title and the digest of the threat."""
MACHINE_GUARD = "finding of scanners"
"""Of the group and the title: what scanners find of one weakness in a group is one finding."""


def key(identifier: str) -> Key:
    """Which finding has this id?"""
    return Key(parts.join(TAG, identifier), OWN)


def machine_value(group_name: str, title: str) -> str:
    """Return what the finding of scanners with this title in a group holds alone."""
    return parts.join(group_name, title)


def of_group(group_name: str) -> Prefix:
    """Which released findings does a group have, by their age?"""
    return Prefix(parts.join("GROUP", group_name), parts.beginning(TAG))


def drafts_of_group(group_name: str) -> Prefix:
    """Which findings of a group have no released vulnerability yet, by their age?"""
    return Prefix(parts.join("GROUP", group_name), parts.beginning(DRAFT_TAG))


def _indexes(finding: Finding) -> Mapping[IndexName, Key]:
    """List a finding that is there in its group, drafts apart."""
    if not is_there(finding):
        return {}
    tag = TAG if is_released(finding) else DRAFT_TAG
    created = finding.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    return {IndexName.BY_PARENT: Key(of_group(finding.group_name).partition, parts.join(tag, created, finding.id))}


FACET = Facet[Finding](
    name="findings",
    codec=Codec(Finding),
    key=lambda finding: key(finding.id),
    version=lambda finding: finding.version,
    indexes=_indexes,
    expires_at=lambda _: None,
    history=("state", "severity"),
)
