"""Where groups live, and which questions their keys answer."""

from collections.abc import Mapping

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.groups.types import Group, is_active
from store.values import IndexName, Key, Prefix

TAG = "GROUP"


def key(name: str) -> Key:
    """Which group has this name?"""
    return Key(parts.join(TAG, name), OWN)


def of_organization(organization_id: str) -> Prefix:
    """Which living groups does an organization have, by name?"""
    return Prefix(parts.join(*parts.split(organization_id)), parts.beginning(TAG))


def _indexes(group: Group) -> Mapping[IndexName, Key]:
    """List a living group in its organization."""
    partition = of_organization(group.organization_id).partition
    return {IndexName.BY_PARENT: Key(partition, parts.join(TAG, group.name))} if is_active(group) else {}


FACET = Facet[Group](
    name="groups",
    codec=Codec(Group),
    key=lambda group: key(group.name),
    version=lambda group: group.version,
    indexes=_indexes,
    expires_at=lambda _: None,
    history=("state", "policies"),
)
