"""The link that `integrates serve` prints while nobody is there: whoever uses it becomes the admin of the platform."""

import click

from cli.links import sign_in_link
from cli.opened import Opened, run
from db_model.stakeholders.reads import is_anybody_there
from identity import links
from settings import Settings


def print_first_link(settings: Settings) -> None:
    """Print a link for the first person on standard error, where the service announces itself; nothing once somebody is there."""

    async def work(folder: Opened) -> str | None:
        return None if await is_anybody_there(folder.loaders.store.table) else await links.add(folder.loaders, None)

    secret = run(settings, "the service starts and nobody is there", work)
    if secret is not None:
        click.echo(
            f"Nobody is here yet. Whoever opens this link within 15 minutes becomes the admin:\n  {sign_in_link(settings, secret)}",
            err=True,
        )
