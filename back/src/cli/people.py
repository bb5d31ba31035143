"""People whom an operator names: those that are not there are made."""

import click

from authz.roles import UserRole
from cli.opened import Opened
from db_model.stakeholders import writes as stakeholders_model
from db_model.stakeholders.types import Stakeholder
from loaders.bundle import Command
from stakeholders.domain import find_or_new, with_role


async def ensure_person(folder: Opened, email: str, *, admin: bool, command: str = "cli token") -> Stakeholder:
    """Return a person, made or made an admin as need be."""
    loaders = folder.loaders
    person, is_new = await find_or_new(loaders, email, by="system")
    becomes_admin = admin and person.state.role != UserRole.ADMIN
    wanted = with_role(person, UserRole.ADMIN, by="system", now=loaders.clock.now()) if becomes_admin else person
    if not is_new and not becomes_admin:
        return person
    change = stakeholders_model.add(wanted) if is_new else stakeholders_model.update(person, wanted)
    await loaders.commit(Command(f"{command}: person", details=(("email", email), ("role", wanted.state.role or ""))), change)
    stored = await loaders.stakeholder.load(email)
    if stored is None:
        raise click.ClickException(f"{email} was removed meanwhile")
    return stored
