"""Where sessions live, and which questions their keys answer."""

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.sessions.types import Session
from store.values import IndexName, Key, Prefix

TAG = "SESSION"


def key(digest: str) -> Key:
    """Which session has a secret of this SHA-256?"""
    return Key(parts.join(TAG, digest), OWN)


def of_person(email: str) -> Prefix:
    """Which sessions does a person have, oldest first?"""
    return Prefix(parts.join("PERSON", email), parts.beginning(TAG))


FACET = Facet[Session](
    name="sessions",
    codec=Codec(Session),
    key=lambda session: key(session.digest),
    version=lambda session: session.version,
    indexes=lambda session: {
        IndexName.BY_PARENT: Key(of_person(session.email).partition, parts.join(TAG, session.created_at.isoformat(), session.id)),
    },
    expires_at=lambda session: session.expires_at,
)
