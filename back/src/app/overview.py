"""What the first page tells a person: the groups, what is open in them, and the last scans."""

from typing import NamedTuple

from authz.decision import can_in_group
from authz.scope import in_index
from db_model.groups.types import Group
from db_model.scans.types import Scan
from db_model.vulnerabilities.types import VulnerabilityStatus
from loaders.bundle import ListKey, Loaders
from store.index import Bucket
from vulnerabilities.indicators import numbers_by_state

MOST_GROUPS = 50
MOST_SCANS = 10
_READ_GROUP = "api_resolvers_query_group_resolve"
_READ_SCANS = "api_resolvers_group_scans_resolve"


class GroupLine(NamedTuple):
    """A group of the person, with the role there and the number of open vulnerabilities."""

    group: Group
    role: str
    open: int


class Overview(NamedTuple):
    """The first groups by name, and the newest scans of these."""

    groups: tuple[GroupLine, ...]
    scans: tuple[Scan, ...]
    more_groups: int
    """How many there are besides."""


async def read_overview(loaders: Loaders) -> Overview:
    """Read the overview of the viewer, in as many calls for many groups as for one."""
    viewer = loaders.viewer
    names = sorted(name for name in viewer.groups if can_in_group(viewer, name, _READ_GROUP))
    shown = names[:MOST_GROUPS]
    groups = [group for group in await loaders.group.load_many(shown) if group is not None]
    counted = await loaders.buckets.load_many([numbers_by_state(group.name, in_index(loaders.scope)) for group in groups])
    scanned = [group.name for group in groups if can_in_group(viewer, group.name, _READ_SCANS)]
    pages = await loaders.scans_of_group.load_many([ListKey(name, MOST_SCANS) for name in scanned])
    scans = sorted((scan for page in pages for scan in page.items), key=lambda scan: scan.id, reverse=True)
    return Overview(
        groups=tuple(
            GroupLine(group=group, role=viewer.groups[group.name], open=_number_of_open(buckets))
            for group, buckets in zip(groups, counted, strict=True)
        ),
        scans=tuple(scans[:MOST_SCANS]),
        more_groups=len(names) - len(shown),
    )


def _number_of_open(buckets: tuple[Bucket, ...]) -> int:
    wanted = (VulnerabilityStatus.VULNERABLE.value,)
    return next((int(str(bucket.metrics[0])) for bucket in buckets if bucket.key == wanted), 0)
