"""`integrates token`: an API token for a person, straight from the data folder."""

from datetime import timedelta
from pathlib import Path

import click

from access.domain import normal_email
from cli.opened import Opened, run
from cli.people import ensure_person
from cli.reading import data_option, read_settings
from identity import tokens

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
        person = await ensure_person(folder, normal_email(email, settings), admin=admin)
        expires_at = folder.loaders.clock.now() + tokens.LONGEST_LIFE - _MARGIN
        request = tokens.TokenRequest(name=name, expires_at=expires_at)
        limit = settings.limits.tokens_per_person
        return await tokens.add_for(folder.loaders, person, request, limit=limit, command="cli token", replace_name=True)

    click.echo(run(settings, "an operator asks for a token", work))
