"""`integrates link`: a link that signs a person in once, straight from the data folder."""

from pathlib import Path

import click

from access.domain import normal_email
from cli.links import sign_in_link
from cli.opened import Opened, run
from cli.people import ensure_person
from cli.reading import data_option, read_settings
from identity import links


@click.command()
@click.option("--email", required=True, help="Whom the link signs in; a person who is not there is made.")
@click.option("--admin", is_flag=True, help="Make the person an admin of the platform.")
@data_option
def link(email: str, admin: bool, data: Path | None) -> None:
    """Print a sign-in link, alone on one line. It works once, within 15 minutes, and nothing ever shows it again."""
    settings = read_settings(data=data)

    async def work(folder: Opened) -> str:
        person = await ensure_person(folder, normal_email(email, settings), admin=admin, command="cli link")
        return await links.add(folder.loaders, person.email)

    click.echo(sign_in_link(settings, run(settings, "an operator asks for a sign-in link", work)))
