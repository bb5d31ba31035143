"""What an access to an organization and one to a group have in common: its role, or the invitation to it."""

from datetime import datetime
from typing import NamedTuple


class Invitation(NamedTuple):
    """An offer that waits for its person."""

    role: str
    requested_at: datetime
    expires_at: datetime
    digest: str
    """SHA-256 of the secret in the invitation's link."""
    responsibility: str | None = None


class AccessState(NamedTuple):
    """A role that was granted, or an invitation to one; at least one of the two is there."""

    modified_by: str
    modified_at: datetime
    role: str | None = None
    responsibility: str | None = None
    invitation: Invitation | None = None


def is_granted(state: AccessState) -> bool:
    """Tell whether the person is in, and not just invited."""
    return state.role is not None


def visible_role(state: AccessState) -> str | None:
    """Return the role to show: that of the invitation while it is pending."""
    return state.role if state.invitation is None else state.invitation.role


def visible_responsibility(state: AccessState) -> str | None:
    """Return the responsibility to show: that of the invitation while it is pending."""
    return state.responsibility if state.invitation is None else state.invitation.responsibility


def expires_at(state: AccessState) -> datetime | None:
    """Return when an access ends by itself: an invitation that nobody accepted, and nothing else."""
    return state.invitation.expires_at if state.invitation and state.role is None else None
