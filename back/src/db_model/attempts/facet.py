"""Where attempts live."""

from db_model import parts
from db_model.attempts.types import AttemptKind, Attempts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from store.values import Key

TAG = "ATTEMPTS"


def key(kind: AttemptKind, address: str, minute: int) -> Key:
    """How often did an address try this in that minute?"""
    return Key(parts.join(TAG, kind.value, address, str(minute)), OWN)


FACET = Facet[Attempts](
    name="attempts",
    codec=Codec(Attempts),
    key=lambda attempts: key(attempts.kind, attempts.address, attempts.minute),
    version=lambda attempts: attempts.version,
    indexes=lambda _: {},
    expires_at=lambda attempts: attempts.expires_at,
)
