"""A standard world: one tenant with somebody in every role, and another tenant beside it."""

from typing import NamedTuple

import factories
from db_model.groups.types import Group
from db_model.organizations.types import Organization
from harness import Api, Entity

GROUP_ROLES = (
    "architect",
    "customer_manager",
    "hacker",
    "reattacker",
    "resourcer",
    "reviewer",
    "service_forces",
    "user",
    "user_manager",
    "vulnerability_manager",
)
ORGANIZATION_ROLES = ("customer_manager", "user", "user_manager")
PLATFORM_ROLES = ("admin", "hacker", "user")

OKADA = factories.organization("okada")
GROUP = factories.group("unittesting", of=OKADA)
RIVAL = factories.organization("zorgblatt")
RIVAL_GROUP = factories.group("zorgwerke", of=RIVAL)
FINDING = factories.finding(GROUP)
DRAFT = factories.finding(GROUP, "1", released_at=None, description="Another place", threat="Another threat")
RIVAL_FINDING = factories.finding(RIVAL_GROUP, "2")
VULNERABILITY = factories.vulnerability(FINDING)
RIVAL_VULNERABILITY = factories.vulnerability(RIVAL_FINDING)
TARGET = "target@okada.test"
"""A plain member of the group and of its organization, whom the tests act on."""
OUTSIDER = "boss@zorgblatt.test"
"""The user manager of the other tenant."""


class Caller(NamedTuple):
    """Somebody who asks: the level and the role that the name says."""

    level: str
    role: str

    @property
    def email(self) -> str | None:
        """Return the e-mail; nobody's is none."""
        if self.level == "nobody":
            return None
        return OUTSIDER if self.level == "other tenant" else f"{self.role}.{self.level}@okada.test"

    def __str__(self) -> str:
        """Return the name that a test shows."""
        return f"{self.role} of {self.level}"


CALLERS = (
    *(Caller("group", role) for role in GROUP_ROLES),
    *(Caller("organization", role) for role in ORGANIZATION_ROLES),
    *(Caller("platform", role) for role in PLATFORM_ROLES),
    Caller("other tenant", "user_manager"),
    Caller("nobody", "anonymous"),
)
MANAGER = str(Caller("group", "user_manager").email)
OWNER = str(Caller("organization", "user_manager").email)
ADMIN = str(Caller("platform", "admin").email)


def member_of_group(email: str, role: str, group: Group, organization: Organization) -> tuple[Entity, ...]:
    """Return somebody in a group, who then is an ordinary member of its organization too."""
    return (
        factories.person(email, organizations=frozenset({organization.id})),
        factories.in_group(email, group, factories.access(role)),
        factories.in_organization(email, organization, factories.access("user"), group),
    )


def member_of_organization(email: str, role: str, organization: Organization) -> tuple[Entity, ...]:
    """Return somebody in an organization and none of its groups."""
    return (
        factories.person(email, organizations=frozenset({organization.id})),
        factories.in_organization(email, organization, factories.access(role)),
    )


def of_caller(caller: Caller) -> tuple[Entity, ...]:
    """Return what makes somebody the caller that the name says."""
    if caller.email is None or caller.level == "other tenant":
        return ()
    if caller.level == "group":
        return member_of_group(caller.email, caller.role, GROUP, OKADA)
    if caller.level == "organization":
        return member_of_organization(caller.email, caller.role, OKADA)
    return (factories.person(caller.email, role=caller.role),)


async def populate(api: Api, *callers: Caller) -> None:
    """Store both tenants with their findings and vulnerabilities, the target and these callers."""
    await api.given(
        OKADA,
        GROUP,
        FINDING,
        DRAFT,
        VULNERABILITY,
        *member_of_group(TARGET, "user", GROUP, OKADA),
        RIVAL,
        RIVAL_GROUP,
        RIVAL_FINDING,
        RIVAL_VULNERABILITY,
        factories.person(OUTSIDER, organizations=frozenset({RIVAL.id})),
        factories.in_group(OUTSIDER, RIVAL_GROUP, factories.access("user_manager")),
        factories.in_organization(OUTSIDER, RIVAL, factories.access("user_manager"), RIVAL_GROUP),
        *(entity for caller in callers for entity in of_caller(caller)),
    )
