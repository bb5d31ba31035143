"""`integrates bucket`: where the files are, on S3."""

import click

from cli.region import region_options, run_there
from composition.amazon import Region, make_bucket


@click.group()
def bucket() -> None:
    """Look after the bucket of the files."""


@bucket.command()
@click.option("--name", envvar="INTEGRATES_AWS__BUCKET", required=True, help="The bucket (INTEGRATES_AWS__BUCKET).")
@region_options("s3")
def create(name: str, region: str, endpoint: str | None) -> None:
    """Make the bucket, or bring it to what it has to be: versions, nothing public, left-overs removed after a day."""
    made = run_there(make_bucket(name, Region(region, endpoint or None)))
    click.echo(f"{name} {'was made' if made else 'is there'}")
