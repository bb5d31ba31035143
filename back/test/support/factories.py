"""Values with defaults, for tests that care about one field."""

from datetime import UTC, datetime, timedelta
from typing import Any

from access.rules import granted, invited
from db_model.access_state import AccessState
from db_model.access_tokens.types import AccessToken
from db_model.group_access.types import GroupAccess
from db_model.groups.types import Group
from db_model.organization_access.types import OrganizationAccess
from db_model.organizations.types import Organization, OrganizationState, OrganizationStatus
from db_model.stakeholders.types import Stakeholder, StakeholderState, Tours
from groups.rules import GroupRequest, new_group
from identity.secret import issue
from identity.tokens import TokenRequest, to_token

NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
BY = "maker@integrates.test"


def organization(name: str = "okada", **changes: Any) -> Organization:
    """Return a living organization whose id follows from its name."""
    digits = name.encode().hex().ljust(32, "0")[:32]
    made = Organization(
        id=f"ORG#{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}",
        name=name,
        country="Colombia",
        created_by=BY,
        created_at=NOW,
        state=OrganizationState(status=OrganizationStatus.ACTIVE, modified_by=BY, modified_at=NOW),
    )
    return made._replace(**changes)


def group(name: str = "unittesting", *, of: Organization | None = None, **changes: Any) -> Group:
    """Return a living group."""
    request = GroupRequest(name=name, description="A group of the tests", has_machine=True, has_squad=True)
    made = new_group(request, organization_id=(of or organization()).id, by=BY, now=NOW)
    return made._replace(**changes)


def person(email: str, *, role: str | None = "user", **changes: Any) -> Stakeholder:
    """Return a registered person."""
    made = Stakeholder(
        email=email,
        state=StakeholderState(modified_by=BY, modified_at=NOW, role=role),
        tours=Tours(new_group=False, new_risk_exposure=False, new_root=False, welcome=False),
        is_registered=True,
        legal_remember=False,
        registered_at=NOW,
    )
    return made._replace(**changes)


def access(role: str, responsibility: str | None = None) -> AccessState:
    """Return the state of an access that was given."""
    return granted(role, responsibility=responsibility, by=BY, now=NOW)


def invitation(role: str, *, digest: str = "0" * 64, at: datetime = NOW) -> AccessState:
    """Return the state of an access that was offered."""
    return invited(role, responsibility=None, digest=digest, by=BY, now=at)


def in_group(email: str, place: Group, state: AccessState) -> GroupAccess:
    """Return an access to a group."""
    return GroupAccess(email=email, group_name=place.name, organization_id=place.organization_id, state=state)


def in_organization(email: str, place: Organization, state: AccessState, *groups: Group) -> OrganizationAccess:
    """Return an access to an organization."""
    return OrganizationAccess(email=email, organization_id=place.id, state=state, groups=frozenset(each.name for each in groups))


def token(email: str, *, at: datetime = NOW, **changes: Any) -> tuple[str, AccessToken]:
    """Return the secret of an API token and what is stored of it."""
    issued = issue()
    made = to_token(TokenRequest(name="test", expires_at=at + timedelta(days=90)), issued, email=email, now=at)
    return issued.secret, made._replace(**changes)
