"""Where audit records live, and which questions their keys answer."""

from collections.abc import Mapping

from db_model import parts
from db_model.audit.types import AuditRecord
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from store.values import IndexName, Key, Prefix

TAG = "AUDIT"


def key(record_id: str) -> Key:
    """Which record has this id?"""
    return Key(parts.join(TAG, record_id), OWN)


def of_organization(organization_id: str) -> Prefix:
    """What was done in an organization, in order?"""
    return Prefix(parts.join(*parts.split(organization_id)), parts.beginning(TAG))


def of_person(email: str) -> Prefix:
    """What did a person do, in order?"""
    return Prefix(parts.join("PERSON", email), parts.beginning(TAG))


def unsealed_of_shard(shard: str) -> Prefix:
    """Which records are not chained yet? One of the 16 shards at a time, in order."""
    return Prefix(parts.join("UNSEALED", shard), parts.beginning(TAG))


def _indexes(record: AuditRecord) -> Mapping[IndexName, Key]:
    """List a record with its organization, its actor, and those that wait to be chained."""
    sort = parts.join(TAG, record.id)
    organization = {IndexName.BY_PARENT: Key(of_organization(record.organization_id).partition, sort)} if record.organization_id else {}
    return {
        **organization,
        IndexName.BY_SECOND: Key(of_person(record.actor).partition, sort),
        IndexName.UNSEALED: Key(unsealed_of_shard(parts.shard(record.id)).partition, sort),
    }


FACET = Facet[AuditRecord](
    name="audit",
    codec=Codec(AuditRecord),
    key=lambda record: key(record.id),
    version=lambda record: record.version,
    indexes=_indexes,
    expires_at=lambda _: None,
)
