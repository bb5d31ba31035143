"""`integrates store`: what is done to a whole store."""

import click

from cli.store_copy import copy


@click.group()
def store() -> None:
    """Look after whole stores."""


store.add_command(copy)
