"""What is written when somebody comes into an organization or a group."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeAlias

from access.rules import granted, platform_role
from db_model.access_state import AccessState, is_granted
from db_model.change import Change
from db_model.group_access import reads as group_access_reads
from db_model.group_access import writes as group_access_model
from db_model.group_access.types import GroupAccess
from db_model.groups.types import Group
from db_model.invitations import writes as invitations_model
from db_model.organization_access import reads as organization_access_reads
from db_model.organization_access import writes as organization_access_model
from db_model.organization_access.types import OrganizationAccess
from db_model.stakeholders import writes as stakeholders_model
from db_model.stakeholders.types import Stakeholder
from loaders.bundle import Loaders
from stakeholders.domain import DEFAULT_ROLE, find_or_new, with_role

Become: TypeAlias = Callable[[Stakeholder], Stakeholder]


def _as_is(person: Stakeholder) -> Stakeholder:
    return person


class Newcomer(NamedTuple):
    """Who comes in, and what of that person is stored already."""

    person: Stakeholder
    is_new: bool
    in_organization: OrganizationAccess | None
    last_version: int
    """Where the history of an earlier membership of the organization ends."""


async def find_newcomer(system: Loaders, email: str, organization_id: str, *, by: str) -> Newcomer:
    """Read what is stored of somebody who comes into an organization."""
    person, is_new = await find_or_new(system, email, by=by)
    present = await system.organization_access.load((email, organization_id))
    last = 0 if present else await organization_access_reads.last_version(system.store.table, email, organization_id)
    return Newcomer(person=person, is_new=is_new, in_organization=present, last_version=last)


def into_organization(
    newcomer: Newcomer,
    organization_id: str,
    state: AccessState | None,
    *,
    group_name: str | None,
    by: str,
    now: datetime,
    become: Become = _as_is,
) -> tuple[Change, ...]:
    """Return the changes that put somebody in an organization, with one more group there if one is named.

    Without a state somebody who is in already keeps the role, and somebody who is not becomes an ordinary member. `become` says
    what else changes in the profile, which one commit can write only once.
    """
    present = newcomer.in_organization
    is_in = present is not None and is_granted(present.state)
    kept = present.state if present is not None and is_in and state is None else None
    held = kept or state or granted(DEFAULT_ROLE, responsibility=None, by=by, now=now)
    access = OrganizationAccess(
        email=newcomer.person.email,
        organization_id=organization_id,
        state=held,
        groups=(present.groups if present else frozenset()) | ({group_name} if group_name else frozenset()),
        version=present.version if present else newcomer.last_version + 1,
    )
    # An offer of the organization that a group's invitation overtakes is spent, and its link with it.
    spent = present.state.invitation if present is not None and held.invitation is None else None
    return (
        organization_access_model.update(present, access) if present else organization_access_model.add(access),
        *((invitations_model.discard(spent.digest),) if spent else ()),
        *_with_organization(newcomer, organization_id, held.role or DEFAULT_ROLE, by=by, now=now, become=become),
    )


def _with_organization(
    newcomer: Newcomer, organization_id: str, role: str, *, by: str, now: datetime, become: Become
) -> tuple[Change, ...]:
    """Return the change of the profile of somebody who comes in: none when all of it is there."""
    person = newcomer.person
    known = person if person.state.role else with_role(person, platform_role(role), by=by, now=now)
    known = become(known._replace(is_registered=True, organizations=known.organizations | {organization_id}))
    if newcomer.is_new:
        return (stakeholders_model.add(known),)
    return () if known == person else (stakeholders_model.update(person, known),)


async def into_group(
    system: Loaders, *, email: str, group: Group, state: AccessState, by: str, now: datetime, become: Become = _as_is
) -> tuple[Change, ...]:
    """Return the changes that put somebody in a group, and in its organization as an ordinary member if need be.

    An invitation to the group that was pending is spent by it. `become` says what else changes in the profile.
    """
    newcomer = await find_newcomer(system, email, group.organization_id, by=by)
    present = await system.group_access.load((email, group.name))
    last = 0 if present else await group_access_reads.last_version(system.store.table, email, group.name)
    access = GroupAccess(
        email=email,
        group_name=group.name,
        organization_id=group.organization_id,
        state=state,
        version=present.version if present else last + 1,
    )
    spent = present.state.invitation if present else None
    role_of_newcomer = newcomer._replace(person=_with_role_of(newcomer.person, state, by=by, now=now)) if newcomer.is_new else newcomer
    return (
        group_access_model.update(present, access) if present else group_access_model.add(access),
        *((invitations_model.discard(spent.digest),) if spent else ()),
        *into_organization(role_of_newcomer, group.organization_id, None, group_name=group.name, by=by, now=now, become=become),
    )


def _with_role_of(person: Stakeholder, state: AccessState, *, by: str, now: datetime) -> Stakeholder:
    """Give somebody without a platform role that which goes with a role in a group."""
    return with_role(person, platform_role(state.role or DEFAULT_ROLE), by=by, now=now) if person.state.role is None else person
