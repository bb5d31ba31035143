"""Commands of access: invite, confirm, change a role."""

import hashlib
import secrets
from typing import NamedTuple

from access import joining
from access.errors import (
    StakeholderHasGroupAccess,
    StakeholderHasOrganizationAccess,
    StakeholderNotInGroup,
    StakeholderNotInOrganization,
)
from access.rules import (
    INVITATION_LIFE,
    accepted,
    changed,
    check_not_too_soon,
    check_reserved_role,
    check_responsibility,
    check_tester,
    invited,
)
from authz.granting import can_grant_in_group, can_grant_in_organization
from clock import new_ordered_uuid
from db_model.access_state import AccessState, is_granted, visible_responsibility
from db_model.change import Change
from db_model.group_access import reads as group_access_reads
from db_model.group_access import writes as group_access_model
from db_model.group_access.types import GroupAccess
from db_model.groups.types import Group
from db_model.invitations import writes as invitations_model
from db_model.invitations.types import PendingInvitation
from db_model.messages import writes as messages_model
from db_model.messages.types import Message
from db_model.organization_access import reads as organization_access_reads
from db_model.organization_access import writes as organization_access_model
from db_model.organization_access.types import OrganizationAccess
from db_model.organizations.types import Organization
from loaders.bundle import Command, Loaders
from settings import Settings
from settings.keys import Keys
from stakeholders.errors import InvalidRoleProvided
from texts import email as email_rule


class Offer(NamedTuple):
    """Who is invited as what."""

    email: str
    role: str
    responsibility: str | None = None


def normal_email(text: str, settings: Settings) -> str:
    """Check an e-mail address by the settings and return it as it is known everywhere."""
    return email_rule(text, refuse_plus=settings.refuse_plus_addresses, refuse_long_top_level=settings.refuse_long_top_levels)


async def invite_to_group(loaders: Loaders, keys: Keys, settings: Settings, *, command: str, group: Group, offer: Offer) -> GroupAccess:
    """Offer a role in a group; the link goes to the outbox, and nobody who asks over the API sees it.

    Raises the errors of roles and addresses, `StakeholderHasGroupAccess` and `RequestedInvitationTooSoon`.
    """
    email = normal_email(offer.email, settings)
    check_responsibility(offer.responsibility)
    if not can_grant_in_group(loaders.viewer, group.name, offer.role):
        raise InvalidRoleProvided(role=offer.role)
    check_reserved_role(email, offer.role, staff_domains=settings.staff_domains)
    check_tester(email, offer.role, group=group, mode=settings.services, staff_domains=settings.staff_domains)
    present = await loaders.group_access.load((email, group.name))
    if present is not None and is_granted(present.state):
        raise StakeholderHasGroupAccess
    last = 0 if present else await group_access_reads.last_version(loaders.store.table, email, group.name)
    state, changes = _offered(
        loaders,
        keys,
        offer._replace(email=email),
        present=present.state if present else None,
        organization_id=group.organization_id,
        group_name=group.name,
    )
    access = GroupAccess(
        email=email,
        group_name=group.name,
        organization_id=group.organization_id,
        state=state,
        version=present.version if present else last + 1,
    )
    await loaders.commit(
        Command(command, group.organization_id, group.name, (("email", email), ("role", offer.role))),
        group_access_model.update(present, access) if present else group_access_model.add(access),
        *changes,
    )
    return access


async def invite_to_organization(
    loaders: Loaders, keys: Keys, settings: Settings, *, command: str, organization: Organization, offer: Offer
) -> OrganizationAccess:
    """Offer a role in an organization; see `invite_to_group`. Raises `StakeholderHasOrganizationAccess` too."""
    email = normal_email(offer.email, settings)
    if not can_grant_in_organization(loaders.viewer, organization.id, offer.role):
        raise InvalidRoleProvided(role=offer.role)
    check_reserved_role(email, offer.role, staff_domains=settings.staff_domains)
    present = await loaders.organization_access.load((email, organization.id))
    if present is not None and is_granted(present.state):
        raise StakeholderHasOrganizationAccess
    last = 0 if present else await organization_access_reads.last_version(loaders.store.table, email, organization.id)
    state, changes = _offered(
        loaders,
        keys,
        offer._replace(email=email),
        present=present.state if present else None,
        organization_id=organization.id,
        group_name=None,
    )
    access = OrganizationAccess(email=email, organization_id=organization.id, state=state, version=present.version if present else last + 1)
    await loaders.commit(
        Command(command, organization.id, None, (("email", email), ("role", offer.role))),
        organization_access_model.update(present, access) if present else organization_access_model.add(access),
        *changes,
    )
    return access


def _offered(
    loaders: Loaders, keys: Keys, offer: Offer, *, present: AccessState | None, organization_id: str, group_name: str | None
) -> tuple[AccessState, tuple[Change, ...]]:
    """Return the state of an access that is offered, and the invitation and message that go with it."""
    now = loaders.clock.now()
    if present is not None:
        check_not_too_soon(present, now=now)
    secret = secrets.token_urlsafe(32)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    state = invited(offer.role, responsibility=offer.responsibility, digest=digest, by=loaders.viewer.email or "system", now=now)
    expires_at = now + INVITATION_LIFE
    invitation = PendingInvitation(
        digest=digest,
        email=offer.email,
        created_at=now,
        expires_at=expires_at,
        organization_id=organization_id,
        group_name=group_name,
    )
    message_id = new_ordered_uuid(now)
    message = Message(
        id=message_id,
        kind="ACCESS_GRANTED",
        recipient=offer.email,
        created_at=now,
        expires_at=expires_at,
        texts={"role": offer.role, "organization": organization_id, **({"group": group_name} if group_name else {})},
        sealed=keys.seal(secret, context=f"message {message_id}"),
    )
    replaced = present.invitation if present else None
    return state, (
        invitations_model.add(invitation),
        messages_model.add(message),
        *((invitations_model.discard(replaced.digest),) if replaced else ()),
    )


async def confirm_in_group(system: Loaders, *, command: str, group: Group, access: GroupAccess) -> None:
    """Let an invited person into a group, and into its organization if need be."""
    now = system.clock.now()
    state = accepted(access.state, by=access.email, now=now)
    changes = await joining.into_group(system, email=access.email, group=group, state=state, by=access.email, now=now)
    await system.commit(
        Command(command, group.organization_id, group.name, (("email", access.email), ("role", state.role or ""))), *changes
    )


async def confirm_in_organization(system: Loaders, *, command: str, access: OrganizationAccess) -> None:
    """Let an invited person into an organization."""
    now = system.clock.now()
    state = accepted(access.state, by=access.email, now=now)
    newcomer = await joining.find_newcomer(system, access.email, access.organization_id, by=access.email)
    changes = joining.into_organization(newcomer, access.organization_id, state, group_name=None, by=access.email, now=now)
    await system.commit(Command(command, access.organization_id, None, (("email", access.email), ("role", state.role or ""))), *changes)


async def update_in_group(loaders: Loaders, settings: Settings, *, group: Group, offer: Offer) -> GroupAccess:
    """Change the role and responsibility of a member, or of an invitation; raises `StakeholderNotInGroup` and those of roles."""
    email = normal_email(offer.email, settings)
    check_responsibility(offer.responsibility)
    if not can_grant_in_group(loaders.viewer, group.name, offer.role):
        raise InvalidRoleProvided(role=offer.role)
    check_reserved_role(email, offer.role, staff_domains=settings.staff_domains)
    check_tester(email, offer.role, group=group, mode=settings.services, staff_domains=settings.staff_domains)
    present = await loaders.group_access.load((email, group.name))
    if present is None:
        raise StakeholderNotInGroup
    access = present._replace(state=_changed(loaders, present.state, offer))
    await loaders.commit(
        Command("updateGroupStakeholder", group.organization_id, group.name, (("email", email), ("role", offer.role))),
        group_access_model.update(present, access),
    )
    return access


async def update_in_organization(loaders: Loaders, settings: Settings, *, organization: Organization, offer: Offer) -> OrganizationAccess:
    """Change the role of a member, or of an invitation; raises `StakeholderNotInOrganization` and those of roles."""
    email = normal_email(offer.email, settings)
    present = await loaders.organization_access.load((email, organization.id))
    if present is None:
        raise StakeholderNotInOrganization
    if not can_grant_in_organization(loaders.viewer, organization.id, offer.role):
        raise InvalidRoleProvided(role=offer.role)
    check_reserved_role(email, offer.role, staff_domains=settings.staff_domains)
    access = present._replace(state=_changed(loaders, present.state, offer._replace(responsibility=visible_responsibility(present.state))))
    await loaders.commit(
        Command("updateOrganizationStakeholder", organization.id, None, (("email", email), ("role", offer.role))),
        organization_access_model.update(present, access),
    )
    return access


def _changed(loaders: Loaders, state: AccessState, offer: Offer) -> AccessState:
    """Return a state with what is offered, changed by the viewer now."""
    by = loaders.viewer.email or "system"
    return changed(state, role=offer.role, responsibility=offer.responsibility, by=by, now=loaders.clock.now())
