"""`integrates token`: an API token for a person, straight from the data folder."""

from datetime import timedelta
from pathlib import Path

import click

from access.domain import normal_email
from authz.roles import UserRole
from cli.opened import Opened, data_option, read_settings, run
from db_model.stakeholders import writes as stakeholders_model
from db_model.stakeholders.types import Stakeholder
from identity import tokens
from loaders.bundle import Command
from stakeholders.domain import find_or_new, with_role

_MARGIN = timedelta(minutes=1)
"""A token must end before the longest life is over."""


@click.command()
@click.option("--email", required=True, help="Whose token it is; a person who is not there is made.")
@click.option("--admin", is_flag=True, help="Make the person an admin of the platform.")
@click.option("--name", default="cli", show_default=True, help="The token's name; a token of that name is replaced.")
@data_option
def token(email: str, admin: bool, name: str, data: Path | None) -> None:
    """Print a new API token, alone on one line: nothing ever shows it again. It holds for 26 weeks."""
    settings = read_settings(data=data)

    async def work(folder: Opened) -> str:
        person = await _ensure_person(folder, normal_email(email, settings), admin=admin)
        expires_at = folder.loaders.clock.now() + tokens.LONGEST_LIFE - _MARGIN
        request = tokens.TokenRequest(name=name, expires_at=expires_at)
        limit = settings.limits.tokens_per_person
        return await tokens.add_for(folder.loaders, person, request, limit=limit, command="cli token", replace_name=True)

    click.echo(run(settings, "an operator asks for a token", work))


async def _ensure_person(folder: Opened, email: str, *, admin: bool) -> Stakeholder:
    """Return a person, made or made an admin as need be."""
    loaders = folder.loaders
    person, is_new = await find_or_new(loaders, email, by="system")
    becomes_admin = admin and person.state.role != UserRole.ADMIN
    wanted = with_role(person, UserRole.ADMIN, by="system", now=loaders.clock.now()) if becomes_admin else person
    if not is_new and not becomes_admin:
        return person
    change = stakeholders_model.add(wanted) if is_new else stakeholders_model.update(person, wanted)
    await loaders.commit(Command("cli token: person", details=(("email", email), ("role", wanted.state.role or ""))), change)
    stored = await loaders.stakeholder.load(email)
    if stored is None:
        raise click.ClickException(f"{email} was removed meanwhile")
    return stored
