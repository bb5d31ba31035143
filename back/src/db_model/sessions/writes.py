"""Pure writes of sessions."""

from db_model import change
from db_model.change import Change
from db_model.sessions.facet import FACET, key
from db_model.sessions.types import Session


def add(session: Session) -> Change:
    """Write a new session."""
    return change.add(FACET, session)


def update(old: Session, new: Session) -> Change:
    """Write what a session became."""
    return change.update(FACET, old, new)


def touch(old: Session, new: Session) -> Change:
    """Write when a session was last used."""
    return change.touch(FACET, old, new)


def discard(digest: str) -> Change:
    """Remove the session whose secret has this SHA-256, there or not."""
    return change.discard(FACET, key(digest))
