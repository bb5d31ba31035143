"""Sessions: several per person, eight hours at most, half an hour when idle, each revocable."""

from datetime import datetime, timedelta
from typing import NamedTuple

from db_model import reads
from db_model.change import Change
from db_model.sessions import reads as sessions_reads
from db_model.sessions import writes as sessions_model
from db_model.sessions.facet import FACET
from db_model.sessions.types import Session
from identity.secret import Issued, digest_of, id_of, issue
from loaders.bundle import Command, Loaders
from store.table import Table

LONGEST_LIFE = timedelta(hours=8)
LONGEST_IDLE = timedelta(minutes=30)


def to_session(issued: Issued, *, email: str, now: datetime) -> Session:
    """Return what is stored of a new session."""
    return Session(id=issued.id, email=email, digest=issued.digest, created_at=now, last_seen_at=now, expires_at=now + LONGEST_LIFE)


def is_alive(session: Session, *, now: datetime) -> bool:
    """Tell whether a session may still be used."""
    return now < session.expires_at and now < session.last_seen_at + LONGEST_IDLE


class Beginning(NamedTuple):
    """A session that begins with the commit of its changes; its secret is kept by the browser alone."""

    id: str
    secret: str
    changes: tuple[Change, ...]


def begin(email: str, *, now: datetime, replaced: str | None = None) -> Beginning:
    """Begin a session of a person, always under a new secret; that of the same browser before, if any, ends."""
    issued = issue()
    ended = (sessions_model.discard(digest_of(replaced)),) if replaced is not None and id_of(replaced) else ()
    changes = (sessions_model.add(to_session(issued, email=email, now=now)), *ended)
    return Beginning(id=issued.id, secret=issued.secret, changes=changes)


async def open_session(loaders: Loaders, email: str) -> str:
    """Begin a session of a person and return its secret."""
    beginning = begin(email, now=loaders.clock.now())
    await loaders.commit(Command("signIn", details=(("email", email), ("session", beginning.id))), *beginning.changes)
    return beginning.secret


async def find(table: Table, secret: str, *, now: datetime) -> Session | None:
    """Return the living session of a secret."""
    digest = digest_of(secret)
    session = (await sessions_reads.get_many(table, (digest,), now=now)).get(digest)
    return session if session is not None and is_alive(session, now=now) else None


async def of_person(table: Table, email: str, *, now: datetime) -> tuple[Session, ...]:
    """Return the living sessions of a person, oldest first, a hundred at most."""
    query = sessions_reads.of_person(email)
    (page,) = await reads.pages(table, FACET, (query,), now=now, keep=lambda session: is_alive(session, now=now))
    return page.items


async def close(loaders: Loaders, sessions: tuple[Session, ...]) -> None:
    """End sessions at once, as many as a transaction takes."""
    await loaders.commit(Command("signOut", details=(("sessions", " ".join(session.id for session in sessions)),)), *removals(sessions))


async def end_own(loaders: Loaders, secret: str) -> None:
    """End the session that the viewer asks with, there or not by now."""
    credential = loaders.viewer.credential
    command = Command("signOut", details=(("sessions", credential.id if credential else ""),))
    await loaders.commit(command, sessions_model.discard(digest_of(secret)))


def removals(sessions: tuple[Session, ...]) -> tuple[Change, ...]:
    """Return the changes that end sessions, also those whose last use is noted meanwhile."""
    return tuple(sessions_model.discard(session.digest) for session in sessions)
