"""Where API tokens live, and which questions their keys answer."""

from db_model import parts
from db_model.access_tokens.types import AccessToken
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from store.values import IndexName, Key, Prefix

TAG = "TOKEN"


def key(token_id: str) -> Key:
    """Which token has this id?"""
    return Key(parts.join(TAG, token_id), OWN)


def of_person(email: str) -> Prefix:
    """Which tokens does a person have, oldest first?"""
    return Prefix(parts.join("PERSON", email), parts.beginning(TAG))


FACET = Facet[AccessToken](
    name="access_tokens",
    codec=Codec(AccessToken),
    key=lambda token: key(token.id),
    version=lambda token: token.version,
    indexes=lambda token: {
        IndexName.BY_PARENT: Key(of_person(token.email).partition, parts.join(TAG, token.issued_at.isoformat(), token.id)),
    },
    expires_at=lambda token: token.expires_at,
)
