"""Where scans live, and which questions their keys answer."""

from collections.abc import Mapping

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.scans.types import Scan, has_ended
from store.values import IndexName, Key, Prefix

TAG = "SCAN"
OPEN_TAG = "OPENSCAN"
TURN_GUARD = "scan turn"
"""Of a root: held by the scan that is applied to it."""


def key(scan_id: str) -> Key:
    """Which scan has this id?"""
    return Key(parts.join(TAG, scan_id), OWN)


def of_group(group_name: str) -> Prefix:
    """Which scans does a group have, dry runs too, by their age?"""
    return Prefix(parts.join("GROUP", group_name), parts.beginning(TAG))


def ended_of_root(root_id: str) -> Prefix:
    """Which scans of a root are done or failed, without dry runs, by their age?"""
    return Prefix(parts.join("ROOT", root_id), parts.beginning(TAG))


def open_of_root(root_id: str) -> Prefix:
    """Which scans of a root are to be applied yet, without dry runs, by their age?"""
    return Prefix(parts.join("ROOT", root_id), parts.beginning(OPEN_TAG))


def _indexes(scan: Scan) -> Mapping[IndexName, Key]:
    """List a scan in its group and, if it counts, in its root."""
    in_group = {IndexName.BY_PARENT: Key(of_group(scan.group_name).partition, parts.join(TAG, scan.id))}
    if scan.root_id is None or scan.request.is_dry_run:
        return in_group
    in_root = ended_of_root(scan.root_id) if has_ended(scan) else open_of_root(scan.root_id)
    return {**in_group, IndexName.BY_SECOND: Key(in_root.partition, f"{in_root.sort}{parts.encode(scan.id)}")}


FACET = Facet[Scan](
    name="scans",
    codec=Codec(Scan),
    key=lambda scan: key(scan.id),
    version=lambda scan: scan.version,
    indexes=_indexes,
    expires_at=lambda scan: scan.expires_at,
)
