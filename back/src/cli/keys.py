"""`integrates keys`: new keys for a service whose data is on no folder."""

import click

from settings.keys import new_keys


@click.command()
def keys() -> None:
    """Print new keys, as INTEGRATES_KEYS wants them, on one line; keep them well: what they encrypt cannot be read without them."""
    click.echo(new_keys().decode().replace("\n", ""))
