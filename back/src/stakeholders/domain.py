"""Profiles: how people come to be, and what they set for themselves."""

from datetime import datetime

from authz.granting import can_grant_as_user
from db_model.stakeholders import reads as stakeholders_reads
from db_model.stakeholders import writes as stakeholders_model
from db_model.stakeholders.types import Stakeholder, StakeholderState, Tours
from identity.profile import own_profile
from loaders.bundle import Command, Loaders
from stakeholders.errors import InvalidRoleProvided
from texts import is_email

DEFAULT_ROLE = "user"
_FREE_MAIL = frozenset(
    {
        "aol.com",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.es",
        "hotmail.fr",
        "icloud.com",
        "live.com",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "outlook.es",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "tutanota.com",
        "web.de",
        "yahoo.com",
        "yahoo.es",
        "yahoo.fr",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
    }
)


def new_person(email: str, *, by: str, now: datetime, role: str | None = None, version: int = 1) -> Stakeholder:
    """Return the profile of somebody new, registered from now on."""
    return Stakeholder(
        email=email,
        state=StakeholderState(modified_by=by, modified_at=now, role=role),
        tours=Tours(new_group=False, new_risk_exposure=False, new_root=False, welcome=False),
        is_registered=True,
        legal_remember=False,
        registered_at=now,
        version=version,
    )


def with_role(person: Stakeholder, role: str, *, by: str, now: datetime) -> Stakeholder:
    """Return a person with another platform role."""
    return person._replace(state=StakeholderState(modified_by=by, modified_at=now, role=role))


def lookup_email(text: str) -> str | None:
    """Return an address as somebody may be known by it; nobody is known by what is no address."""
    return text.strip().lower() if is_email(text) else None


def is_free_mail(email: str) -> bool:
    """Tell whether an address is one of a well-known free-mail provider."""
    return email.rpartition("@")[2] in _FREE_MAIL


async def find_or_new(system: Loaders, email: str, *, by: str) -> tuple[Stakeholder, bool]:
    """Return the profile of an e-mail, or a new one that is not stored yet, and whether it is new."""
    person = await system.stakeholder.load(email)
    if person is not None:
        return person, False
    version = await stakeholders_reads.last_version(system.store.table, email) + 1
    return new_person(email, by=by, now=system.clock.now(), version=version), True


async def add(loaders: Loaders, *, email: str, role: str) -> None:
    """Give a person a platform role, making the profile when there is none; raises `InvalidRoleProvided`."""
    if not can_grant_as_user(loaders.viewer, role):
        raise InvalidRoleProvided(role=role)
    by = loaders.viewer.email or "system"
    system = loaders.as_system("the platform role of a person whom the caller need not see")
    person, is_new = await find_or_new(system, email, by=by)
    changed = with_role(person, role, by=by, now=loaders.clock.now())
    change = stakeholders_model.add(changed) if is_new else stakeholders_model.update(person, changed)
    await loaders.commit(Command("addStakeholder", details=(("email", email), ("role", role))), change)


async def accept_legal(loaders: Loaders, *, remember: bool) -> None:
    """Note that the viewer accepts the legal notice, once or for good."""
    person = await own_profile(loaders)
    await loaders.commit(
        Command("acceptLegal", details=(("remember", str(remember).lower()),)),
        stakeholders_model.update(person, person._replace(legal_remember=remember)),
    )


async def update_tours(loaders: Loaders, tours: Tours) -> None:
    """Note which introductions the viewer has seen."""
    person = await own_profile(loaders)
    await loaders.commit(Command("updateTours"), stakeholders_model.update(person, person._replace(tours=tours)))
