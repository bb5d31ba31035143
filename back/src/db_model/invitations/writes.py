"""Pure writes of invitations."""

from db_model import change
from db_model.change import Change
from db_model.invitations.facet import FACET, key
from db_model.invitations.types import PendingInvitation


def add(invitation: PendingInvitation) -> Change:
    """Write a new invitation."""
    return change.add(FACET, invitation)


def discard(digest: str) -> Change:
    """Remove an invitation, there or not: its access decides whether it can be accepted."""
    return change.discard(FACET, key(digest))
