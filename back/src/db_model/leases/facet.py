"""Where leases live."""

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.leases.types import Lease
from store.values import Key

TAG = "LEASE"


def key(name: str) -> Key:
    """Up to when was the schedule of this name run?"""
    return Key(parts.join(TAG, name), OWN)


FACET = Facet[Lease](
    name="leases",
    codec=Codec(Lease),
    key=lambda lease: key(lease.name),
    version=lambda lease: lease.version,
    indexes=lambda _: {},
    expires_at=lambda _: None,
)
