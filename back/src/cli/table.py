"""`integrates table`: where the items are, on DynamoDB."""

import click

from cli.region import region_options, run_there
from composition.amazon import Region, make_table


@click.group()
def table() -> None:
    """Look after the table of the items."""


@table.command()
@click.option("--name", envvar="INTEGRATES_AWS__TABLE", default="integrates", show_default=True, help="The table (INTEGRATES_AWS__TABLE).")
@region_options("dynamodb")
def create(name: str, region: str, endpoint: str | None) -> None:
    """Make the table, or bring it to what it has to be: a stream, items that end, recovery to any moment of the last 35 days."""
    made = run_there(make_table(name, Region(region, endpoint or None)))
    click.echo(f"{name} {'was made' if made else 'is there'}")
