"""The pure rules of access: what an invitation is, what it becomes, and who may be invited when."""

from collections.abc import Collection
from datetime import datetime, timedelta

from access.errors import OutsideHackerRefused, RequestedInvitationTooSoon
from authz.attributes import attributes_of
from authz.granting import may_take_role, may_take_testing_role
from authz.roles import UserRole
from db_model.access_state import AccessState, Invitation, is_granted
from db_model.groups.types import Group, is_active
from settings import Services
from stakeholders.domain import DEFAULT_ROLE
from stakeholders.errors import InvalidUserProvided
from texts import of_length, words

INVITATION_LIFE = timedelta(weeks=1)
BETWEEN_INVITATIONS = timedelta(minutes=1)
LONGEST_RESPONSIBILITY = 50


def service_attributes(group: Group, *, mode: Services) -> frozenset[str]:
    """Return the attributes that a group's services give it."""
    return attributes_of(
        is_active=is_active(group),
        subscription=group.state.subscription.value,
        service=group.state.service.value,
        has_squad=group.state.has_squad,
        has_machine=group.state.has_machine,
        mode=mode,
    )


def check_responsibility(text: str | None) -> str | None:
    """Check what somebody is responsible for: 1 to 50 characters, words of letters and digits."""
    if text is not None:
        of_length(text, field="responsibility", low=1, high=LONGEST_RESPONSIBILITY)
        words(text, field="responsibility")
    return text


def check_reserved_role(email: str, role: str, *, staff_domains: Collection[str]) -> None:
    """Refuse a role of the staff to others; raises `InvalidUserProvided`."""
    if not may_take_role(email, role, staff_domains=staff_domains):
        raise InvalidUserProvided


def check_tester(email: str, role: str, *, group: Group, mode: Services, staff_domains: Collection[str]) -> None:
    """Refuse a tester from outside where only the staff may test; raises `OutsideHackerRefused`."""
    if not may_take_testing_role(email, role, attributes=service_attributes(group, mode=mode), staff_domains=staff_domains):
        raise OutsideHackerRefused


def check_not_too_soon(state: AccessState, *, now: datetime) -> None:
    """Refuse to invite again within a minute; raises `RequestedInvitationTooSoon`."""
    if state.invitation is not None and now - state.invitation.requested_at < BETWEEN_INVITATIONS:
        raise RequestedInvitationTooSoon


def invited(role: str, *, responsibility: str | None, digest: str, by: str, now: datetime) -> AccessState:
    """Return the state of an access that was offered."""
    return AccessState(
        modified_by=by,
        modified_at=now,
        invitation=Invitation(role=role, requested_at=now, expires_at=now + INVITATION_LIFE, digest=digest, responsibility=responsibility),
    )


def granted(role: str, *, responsibility: str | None, by: str, now: datetime) -> AccessState:
    """Return the state of an access that was given."""
    return AccessState(modified_by=by, modified_at=now, role=role, responsibility=responsibility)


def accepted(state: AccessState, *, by: str, now: datetime) -> AccessState:
    """Return the state of an access whose invitation was accepted."""
    if state.invitation is None:
        return state
    return granted(state.invitation.role, responsibility=state.invitation.responsibility, by=by, now=now)


def changed(state: AccessState, *, role: str, responsibility: str | None, by: str, now: datetime) -> AccessState:
    """Return the state with another role and responsibility: those of the invitation while it is pending."""
    if not is_granted(state) and state.invitation is not None:
        offer = state.invitation._replace(role=role, responsibility=responsibility)
        return state._replace(modified_by=by, modified_at=now, invitation=offer)
    return granted(role, responsibility=responsibility, by=by, now=now)


def platform_role(role: str) -> str:
    """Return the platform role of somebody who has none and gets this role somewhere: of the same name, but never admin."""
    return role if role in set(UserRole) - {UserRole.ADMIN} else DEFAULT_ROLE
