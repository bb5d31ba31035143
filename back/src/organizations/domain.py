"""Commands of organizations."""

import re

from access import joining
from access.rules import granted
from authz.roles import OrganizationRole
from clock import new_uuid
from db_model.change import guard_key
from db_model.organizations import writes as organizations_model
from db_model.organizations.facet import NAME_GUARD
from db_model.organizations.types import Organization, OrganizationState, OrganizationStatus
from errors import AccessDenied
from loaders.bundle import Command, Loaders
from organizations.errors import InvalidOrganization, OrganizationNotFound
from policies.domain import PoliciesToSet, set_policies
from settings import Settings
from stakeholders.domain import is_free_mail
from stakeholders.errors import OnlyCorporateEmails
from store.errors import Conflict
from texts import is_letters, not_blank, ordinary

_ID = re.compile(r"ORG#[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHORTEST_NAME = 4
LONGEST_NAME = 20
LONGEST_COUNTRY = 50


def normal_name(name: str) -> str:
    """Return the name as it is stored and compared."""
    return name.strip().lower()


def check_name(name: str) -> str:
    """Check a name: 4 to 20 ASCII letters; raises `InvalidOrganization`."""
    if not (SHORTEST_NAME <= len(name) <= LONGEST_NAME and is_letters(name)):
        raise InvalidOrganization(detail="Invalid name")
    return name


async def get(loaders: Loaders, organization_id: str) -> Organization:
    """Load an organization by id; raises `OrganizationNotFound`."""
    organization = await loaders.organization.load(organization_id) if _ID.fullmatch(organization_id) else None
    if organization is None:
        raise OrganizationNotFound
    return organization


async def find_id(loaders: Loaders, name: str) -> str | None:
    """Find the id of an organization by name, in whichever case; whether it may be read is the loader's to say."""
    normal = normal_name(name)
    return await loaders.organization_id.load(normal) if len(normal) <= LONGEST_NAME and is_letters(normal) else None


async def add(loaders: Loaders, settings: Settings, *, name: str, country: str) -> Organization:
    """Make an organization, whose maker becomes its user manager.

    Raises `OnlyCorporateEmails` if the settings refuse free-mail addresses, and `InvalidOrganization`.
    """
    email = loaders.viewer.email
    if email is None:
        raise AccessDenied
    if settings.refuse_free_mail and is_free_mail(email):
        raise OnlyCorporateEmails
    normal = normal_name(name)
    if await find_id(loaders, normal) is not None:
        raise InvalidOrganization(detail="Name taken")
    check_name(normal)
    not_blank(ordinary(country, field="country", low=1, high=LONGEST_COUNTRY))
    now = loaders.clock.now()
    organization = Organization(
        id=f"ORG#{new_uuid()}",
        name=normal,
        country=country.strip(),
        created_by=email,
        created_at=now,
        state=OrganizationState(status=OrganizationStatus.ACTIVE, modified_by=email, modified_at=now),
    )
    newcomer = await joining.find_newcomer(loaders.as_system("the maker joins"), email, organization.id, by=email)
    manager = granted(OrganizationRole.USER_MANAGER, responsibility=None, by=email, now=now)
    changes = joining.into_organization(newcomer, organization.id, manager, group_name=None, by=email, now=now)
    try:
        await loaders.commit(
            Command("addOrganization", organization.id, None, (("name", normal),)), *organizations_model.add(organization), *changes
        )
    except Conflict as error:
        if guard_key(NAME_GUARD, normal) in error.keys:
            raise InvalidOrganization(detail="Name taken") from error
        raise
    return organization


async def update_policies(loaders: Loaders, organization: Organization, wanted: PoliciesToSet) -> None:
    """Set policies of an organization, those given; raises the error of the first that is out of its bounds."""
    by = loaders.viewer.email or "system"
    policies = set_policies(organization.policies, wanted, by=by, now=loaders.clock.now())
    await loaders.commit(
        Command("updateOrganizationPolicies", organization.id, None, _given(wanted)),
        organizations_model.update(organization, organization._replace(policies=policies)),
    )


def _given(wanted: PoliciesToSet) -> tuple[tuple[str, str], ...]:
    """Return what was asked for, for the audit trail."""
    return tuple((name, str(value)) for name, value in wanted._asdict().items() if value is not None)
