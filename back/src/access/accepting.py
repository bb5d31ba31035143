"""Accepting an invitation by its link."""

import contextlib
from typing import NamedTuple

from access import joining
from access.rules import accepted
from authz.viewer import CredentialKind, Viewer
from db_model.access_state import AccessState, is_granted
from db_model.change import Change
from db_model.groups.types import Group
from db_model.invitations import reads as invitations_reads
from db_model.invitations.types import PendingInvitation
from errors import DomainError
from identity import links, sessions
from identity.errors import LinkNotValid
from identity.secret import digest_of, is_same
from loaders.bundle import Command, Loaders
from store.errors import Conflict

_TRIES = 3
"""A profile may change between its reading and the commit, as when a token of its person is made."""


class SignInFirst(DomainError):
    """The invited person is there already, and accepts with a session of that person alone."""

    template = "Exception - Sign in as {email} to accept this invitation"


class Waiting(NamedTuple):
    """An invitation that can be accepted now."""

    pending: PendingInvitation
    place: str
    """The name of the group or organization."""
    role: str
    state: AccessState
    group: Group | None
    is_known: bool
    """Whether the invited person is there already."""


async def find(system: Loaders, secret: str) -> Waiting | None:
    """Return the invitation of a link; none when it was accepted, taken back, replaced, is past its end or never was."""
    if not links.has_form(secret):
        return None
    digest = digest_of(secret)
    pending = (await invitations_reads.get_many(system.store.table, (digest,), now=system.clock.now())).get(digest)
    if pending is None or not is_same(secret, pending.digest):
        return None
    organization = await system.organization.load(pending.organization_id)
    group = await system.group.load(pending.group_name) if pending.group_name else None
    state = await _state(system, pending)
    offer = state.invitation if state is not None and not is_granted(state) else None
    if organization is None or (pending.group_name and group is None):
        return None
    if state is None or offer is None or offer.digest != digest:
        return None
    return Waiting(
        pending=pending,
        place=group.name if group else organization.name,
        role=offer.role,
        state=state,
        group=group,
        is_known=await system.stakeholder.load(pending.email) is not None,
    )


async def _state(system: Loaders, pending: PendingInvitation) -> AccessState | None:
    """Read the access that is offered."""
    access = (
        await system.group_access.load((pending.email, pending.group_name))
        if pending.group_name
        else await system.organization_access.load((pending.email, pending.organization_id))
    )
    return None if access is None else access.state


def is_of(viewer: Viewer, email: str) -> bool:
    """Tell whether somebody asks with a session of this person."""
    return viewer.email == email and viewer.credential is not None and viewer.credential.kind is CredentialKind.SESSION


async def accept(system: Loaders, secret: str, *, viewer: Viewer, replaced: str | None = None) -> str | None:
    """Accept the invitation of a link and return the secret of a session, if the person is new; one who is there has one.

    `replaced` is the secret of the session that the browser of a new person had. Raises `LinkNotValid`, and `SignInFirst` when the
    invited person is there and somebody else, or nobody known, asks.
    """
    for _ in range(_TRIES):
        with contextlib.suppress(Conflict):
            return await _accept(system.as_system("who holds an invitation is not in yet"), secret, viewer=viewer, replaced=replaced)
    raise LinkNotValid


async def _accept(system: Loaders, secret: str, *, viewer: Viewer, replaced: str | None) -> str | None:
    """Accept with fresh loaders; raises `Conflict` when something of it changes meanwhile."""
    waiting = await find(system, secret)
    if waiting is None:
        raise LinkNotValid
    email = waiting.pending.email
    if waiting.is_known and not is_of(viewer, email):
        raise SignInFirst(email=email)
    beginning = None if waiting.is_known else sessions.begin(email, now=system.clock.now(), replaced=replaced)
    changes = await _joining(system, waiting)
    command = Command(
        "acceptInvitation",
        waiting.pending.organization_id,
        waiting.pending.group_name,
        (("email", email), ("role", waiting.role), *((("session", beginning.id),) if beginning else ())),
    )
    acting = Loaders(viewer if waiting.is_known else Viewer(email=email), system.store, system.clock)
    await acting.commit(command, *changes, *(beginning.changes if beginning else ()))
    return beginning.secret if beginning else None


async def _joining(system: Loaders, waiting: Waiting) -> tuple[Change, ...]:
    """Return the changes that let the invited person in, and use the invitation up."""
    email, now = waiting.pending.email, system.clock.now()
    state = accepted(waiting.state, by=email, now=now)
    if waiting.group is not None:
        return await joining.into_group(system, email=email, group=waiting.group, state=state, by=email, now=now)
    organization_id = waiting.pending.organization_id
    newcomer = await joining.find_newcomer(system, email, organization_id, by=email)
    return joining.into_organization(newcomer, organization_id, state, group_name=None, by=email, now=now)
