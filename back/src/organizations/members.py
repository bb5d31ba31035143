"""Leaving: the one place that takes a person out of a group, an organization or the service, whichever mutation asks."""

from collections.abc import Sequence
from typing import TypeVar

from access.errors import StakeholderNotInGroup, StakeholderNotInOrganization
from authz.roles import UserRole
from db_model import memberships
from db_model.access_state import AccessState, is_granted
from db_model.change import Change
from db_model.group_access import writes as group_access_model
from db_model.group_access.types import GroupAccess
from db_model.groups.types import Group, is_active
from db_model.invitations import writes as invitations_model
from db_model.organization_access import writes as organization_access_model
from db_model.organization_access.types import OrganizationAccess
from db_model.organizations.types import Organization
from db_model.stakeholders import writes as stakeholders_model
from db_model.stakeholders.types import Stakeholder
from identity import sessions, tokens
from loaders.bundle import Command, Loaders

T = TypeVar("T")
_ACCESSES_PER_COMMIT = 40
"""Each takes two changes at most, and a transaction a hundred."""


async def remove_from_group(loaders: Loaders, *, group: Group, email: str | None) -> None:
    """Take somebody out of a group, or take an invitation back; raises `StakeholderNotInGroup`.

    Who has no living group left in the organization leaves it too, and who is in no organization then is removed altogether.
    """
    access = await loaders.group_access.load((email, group.name)) if email else None
    if access is None:
        raise StakeholderNotInGroup
    system = loaders.as_system("what somebody who leaves a group has elsewhere")
    outer = await _after_group(system, access) if is_granted(access.state) else ()
    await loaders.commit(
        Command("removeStakeholderAccess", group.organization_id, group.name, (("email", access.email),)),
        *_end_of_group_access(access),
        *outer,
    )


async def _after_group(system: Loaders, access: GroupAccess) -> tuple[Change, ...]:
    """Return what else changes when somebody leaves a group."""
    in_organization = await system.organization_access.load((access.email, access.organization_id))
    if in_organization is None:
        return ()
    left = in_organization.groups - {access.group_name}
    groups = await system.group.load_many(sorted(left))
    if any(group is not None and is_active(group) for group in groups):
        return (organization_access_model.update(in_organization, in_organization._replace(groups=left)),)
    return (*_end_of_organization_access(in_organization), *await _after_organization(system, access.email, access.organization_id))


async def remove_from_organization(loaders: Loaders, *, organization: Organization, email: str | None, command: str) -> None:
    """Take somebody out of an organization and all its groups, or take an invitation back.

    The groups go first, in batches; an interrupted removal leaves a member of fewer groups, and can be asked for again. Raises
    `StakeholderNotInOrganization`.
    """
    if email is None or await loaders.organization_access.load((email, organization.id)) is None:
        raise StakeholderNotInOrganization
    system = loaders.as_system("all that somebody who leaves an organization has there")
    stored = await memberships.of_person(system.store.table, email, now=system.clock.now())
    there = tuple(access for access in stored.groups if access.organization_id == organization.id)
    details = (("email", email),)
    for batch in _batches(there):
        ends = (change for access in batch for change in _end_of_group_access(access))
        await loaders.commit(Command(f"{command}: groups", organization.id, None, details), *ends)
    present = await system.organization_access.load((email, organization.id))
    if present is not None:
        outer = await _after_organization(system, email, organization.id) if is_granted(present.state) else ()
        await loaders.commit(Command(command, organization.id, None, details), *_end_of_organization_access(present), *outer)


async def _after_organization(system: Loaders, email: str, organization_id: str) -> tuple[Change, ...]:
    """Return what happens to the profile of somebody who leaves an organization: it goes with the last one.

    A platform admin's stays, or the service could be left with nobody to run it.
    """
    person = await system.stakeholder.load(email)
    if person is None:
        return ()
    left = person.organizations - {organization_id}
    if left or person.state.role == UserRole.ADMIN:
        return (stakeholders_model.update(person, person._replace(organizations=left)),)
    return await _end_of_person(system, person)


async def remove_person(loaders: Loaders, email: str) -> None:
    """Remove somebody altogether: every access and invitation, then the profile with its tokens and sessions."""
    system = loaders.as_system("all that somebody who leaves the service has")
    table, now = system.store.table, system.clock.now()
    stored = await memberships.of_person(table, email, now=now)
    details = (("email", email),)
    ends = tuple(_end_of_group_access(access) for access in stored.groups) + tuple(
        _end_of_organization_access(access) for access in stored.organizations
    )
    for batch in _batches(ends):
        await system.commit(Command("removeStakeholder: accesses", details=details), *(change for end in batch for change in end))
    if stored.person is not None:
        changes = await _end_of_person(system, stored.person)
        await loaders.commit(Command("removeStakeholder", details=details), *changes)


async def _end_of_person(system: Loaders, person: Stakeholder) -> tuple[Change, ...]:
    """Return the changes that end a profile, its tokens and its sessions.

    A session that is opened at the same time ends with them: without a profile it opens nothing.
    """
    live_tokens = await tokens.of_person(system, person)
    live_sessions = await sessions.of_person(system.store.table, person.email, now=system.clock.now())
    return (
        stakeholders_model.remove(person),
        *tokens.removals(live_tokens),
        *sessions.removals(live_sessions[:_ACCESSES_PER_COMMIT]),
    )


def _end_of_group_access(access: GroupAccess) -> tuple[Change, ...]:
    """Return the changes that end an access to a group, and the link to it."""
    return (group_access_model.remove(access), *_end_of_link(access.state))


def _end_of_organization_access(access: OrganizationAccess) -> tuple[Change, ...]:
    """Return the changes that end an access to an organization, and the link to it."""
    return (organization_access_model.remove(access), *_end_of_link(access.state))


def _end_of_link(state: AccessState) -> tuple[Change, ...]:
    """Return the change that ends the link of an invitation."""
    return (invitations_model.discard(state.invitation.digest),) if state.invitation else ()


def _batches(rows: Sequence[T]) -> tuple[Sequence[T], ...]:
    """Cut a sequence into what one commit takes."""
    return tuple(rows[start : start + _ACCESSES_PER_COMMIT] for start in range(0, len(rows), _ACCESSES_PER_COMMIT))
