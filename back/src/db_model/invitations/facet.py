"""Where invitations live, and which questions their keys answer."""

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.invitations.types import PendingInvitation
from store.values import IndexName, Key, Prefix

TAG = "INVITE"


def key(digest: str) -> Key:
    """Which invitation has a secret of this SHA-256?"""
    return Key(parts.join(TAG, digest), OWN)


def of_person(email: str) -> Prefix:
    """What is a person invited to, oldest first?"""
    return Prefix(parts.join("PERSON", email), parts.beginning(TAG))


FACET = Facet[PendingInvitation](
    name="invitations",
    codec=Codec(PendingInvitation),
    key=lambda invitation: key(invitation.digest),
    version=lambda invitation: invitation.version,
    indexes=lambda invitation: {
        IndexName.BY_PARENT: Key(
            of_person(invitation.email).partition, parts.join(TAG, invitation.created_at.isoformat(), invitation.digest)
        ),
    },
    expires_at=lambda invitation: invitation.expires_at,
)
