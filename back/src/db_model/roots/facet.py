"""Where roots live, and which questions their keys answer."""

from collections.abc import Mapping

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.roots.types import Root
from store.values import After, IndexName, Key, Prefix

TAG = "ROOT"


def key(root_id: str) -> Key:
    """Which root has this id?"""
    return Key(parts.join(TAG, root_id), OWN)


def of_group(group_name: str) -> Prefix:
    """Which roots does a group have, by nickname?"""
    return Prefix(parts.join("GROUP", group_name), parts.beginning(TAG))


def of_organization(organization_id: str) -> Prefix:
    """Which roots does an organization have in all its groups, by id?"""
    return Prefix(parts.join(*parts.split(organization_id)), parts.beginning(TAG))


def place(nickname: str, root_id: str) -> After:
    """Return where a group lists a root."""
    return After(named(nickname), key(root_id))


def named(nickname: str) -> str:
    """Return the sort key under which a group lists the roots of a nickname: one, or one of each kind."""
    return parts.join(TAG, nickname)


def _indexes(root: Root) -> Mapping[IndexName, Key]:
    """List a root, inactive too, in its group and its organization."""
    return {
        IndexName.BY_PARENT: Key(of_group(root.group_name).partition, named(root.nickname)),
        IndexName.BY_SECOND: Key(of_organization(root.organization_id).partition, parts.join(TAG, root.id)),
    }


FACET = Facet[Root](
    name="roots",
    codec=Codec(Root),
    key=lambda root: key(root.id),
    version=lambda root: root.version,
    indexes=_indexes,
    expires_at=lambda _: None,
    history=("state",),
)
