"""Where organizations live, and which questions their keys answer."""

from collections.abc import Mapping

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.organizations.types import Organization, is_active
from store.values import IndexName, Key, Prefix

TAG = "ORG"
NAME_GUARD = "ORG_NAME"


def key(organization_id: str) -> Key:
    """Which organization has this id? The id has the tag in it already."""
    return Key(parts.join(*parts.split(organization_id)), OWN)


def all_of_shard(shard: str) -> Prefix:
    """Which organizations are there? One of the 16 shards at a time, by name."""
    return Prefix(parts.join("ALL", TAG, shard), parts.beginning(TAG))


def _indexes(organization: Organization) -> Mapping[IndexName, Key]:
    """List a living organization among all."""
    partition = all_of_shard(parts.shard(organization.id)).partition
    return {IndexName.BY_PARENT: Key(partition, parts.join(TAG, organization.name))} if is_active(organization) else {}


FACET = Facet[Organization](
    name="organizations",
    codec=Codec(Organization),
    key=lambda organization: key(organization.id),
    version=lambda organization: organization.version,
    indexes=_indexes,
    expires_at=lambda _: None,
    history=("state", "policies"),
)
