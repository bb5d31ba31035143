"""Signing in: whoever has proved to be a person gets a session, in the commit that uses the proof up."""

import contextlib

from authz.roles import UserRole
from authz.viewer import Viewer
from db_model.change import Change
from db_model.links.types import Link
from db_model.stakeholders import reads as stakeholders_reads
from db_model.stakeholders import writes as stakeholders_model
from db_model.stakeholders.types import Stakeholder
from errors import InvalidField
from identity import links, sessions
from identity.errors import LinkNotValid
from loaders.bundle import Command, Loaders
from stakeholders.domain import find_or_new, with_role
from store.errors import Conflict

_TRIES = 3
"""A profile may change between its reading and the commit, as when a token of its person is made."""


async def by_link(system: Loaders, secret: str, *, first_email: str | None = None, replaced: str | None = None) -> str:
    """Use a sign-in link up and return the secret of the new session.

    The link without a person makes the first one, of the e-mail given, an admin of the platform. `replaced` is the secret of the
    session that the browser had. Raises `LinkNotValid`, and `InvalidField` when the first person gives no e-mail.
    """
    for _ in range(_TRIES):
        fresh = system.as_system("who signs in by a link has no session yet")
        link = await links.find(fresh.store.table, secret, now=fresh.clock.now())
        if link is None:
            break
        changed = await _to_first(fresh, first_email) if link.email is None else await _to_signed_in(fresh, link.email)
        try:
            return await _commit(fresh, link, *changed, replaced=replaced)
        except Conflict:
            continue
    raise LinkNotValid


async def by_provider(system: Loaders, email: str, *, replaced: str | None = None) -> str | None:
    """Sign in the person whom an identity provider has told, and return the secret of the new session; none for a stranger."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(Conflict):
            return await _begin_told(system, email, replaced=replaced)
    return await _begin_told(system, email, replaced=replaced)


async def _begin_told(system: Loaders, email: str, *, replaced: str | None) -> str | None:
    """Begin a session of a person of whom a provider has told; raises `Conflict` when the profile changes meanwhile."""
    fresh = system.as_system("who comes from an identity provider has no session yet")
    person, now = await fresh.stakeholder.load(email), fresh.clock.now()
    if person is None:
        return None
    beginning = sessions.begin(email, now=now, replaced=replaced)
    command = Command("signIn", details=(("email", email), ("session", beginning.id)))
    signed_in = stakeholders_model.update(person, person._replace(last_login_at=now))
    await _acting(fresh, email).commit(command, signed_in, *beginning.changes)
    return beginning.secret


async def _to_first(system: Loaders, email: str | None) -> tuple[Stakeholder, Change]:
    """Return the first person, an admin; raises `LinkNotValid` when somebody is there already."""
    if await stakeholders_reads.is_anybody_there(system.store.table):
        raise LinkNotValid
    if not email:
        raise InvalidField(field="email address")
    now = system.clock.now()
    person, _ = await find_or_new(system, email, by=email)
    admin = with_role(person, UserRole.ADMIN, by=email, now=now)._replace(last_login_at=now)
    return admin, stakeholders_model.add(admin)


async def _to_signed_in(system: Loaders, email: str) -> tuple[Stakeholder, Change]:
    """Return a person who is there, signed in now; raises `LinkNotValid` when the person was removed."""
    person = await system.stakeholder.load(email)
    if person is None:
        raise LinkNotValid
    return person, stakeholders_model.update(person, person._replace(last_login_at=system.clock.now()))


async def _commit(system: Loaders, link: Link, person: Stakeholder, change: Change, *, replaced: str | None) -> str:
    beginning = sessions.begin(person.email, now=system.clock.now(), replaced=replaced)
    command = Command("signIn", details=(("email", person.email), ("session", beginning.id), ("link", link.digest[:16])))
    await _acting(system, person.email).commit(command, links.use(link), change, *beginning.changes)
    return beginning.secret


def _acting(system: Loaders, email: str) -> Loaders:
    """Return loaders that commit in the name of the person who signs in."""
    return Loaders(Viewer(email=email), system.store, system.clock)
