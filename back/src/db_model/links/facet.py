"""Where sign-in links live, and which questions their keys answer."""

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.links.types import Link
from store.values import IndexName, Key, Prefix

TAG = "LINK"
FIRST = "FIRST"
"""Stands for the hash of the link of the first person: there is one of them at a time, so that one person is the first."""


def key(digest: str) -> Key:
    """Which sign-in link has a secret of this SHA-256?"""
    return Key(parts.join(TAG, digest), OWN)


def of_person(email: str) -> Prefix:
    """Which sign-in links does a person have, oldest first?"""
    return Prefix(parts.join("PERSON", email), parts.beginning(TAG))


FACET = Facet[Link](
    name="links",
    codec=Codec(Link),
    key=lambda link: key(FIRST if link.email is None else link.digest),
    version=lambda link: link.version,
    indexes=lambda link: (
        {IndexName.BY_PARENT: Key(of_person(link.email).partition, parts.join(TAG, link.created_at.isoformat(), link.digest))}
        if link.email is not None
        else {}
    ),
    expires_at=lambda link: link.expires_at,
)
