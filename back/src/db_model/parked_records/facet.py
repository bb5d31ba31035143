"""Where parked records live, and how an operator finds them."""

from collections.abc import Mapping

from clock import to_sortable_date
from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.parked_records.types import ParkedRecord
from store.values import IndexName, Key, Prefix

TAG = "PARKED"


def key(identifier: str) -> Key:
    """Which record was parked under this id?"""
    return Key(parts.join(TAG, identifier), OWN)


def all_parked() -> Prefix:
    """Which records are parked, the longest parked first?"""
    return Prefix(parts.join("ALL", TAG), parts.beginning(TAG))


def _indexes(parked: ParkedRecord) -> Mapping[IndexName, Key]:
    return {IndexName.BY_PARENT: Key(all_parked().partition, parts.join(TAG, to_sortable_date(parked.parked_at), parked.id))}


FACET = Facet[ParkedRecord](
    name="parked_records",
    codec=Codec(ParkedRecord),
    key=lambda parked: key(parked.id),
    version=lambda parked: parked.version,
    indexes=_indexes,
    expires_at=lambda _: None,
)
