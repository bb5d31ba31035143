"""`integrates restore`: a backup becomes a data folder."""

from pathlib import Path

import click

from cli.reading import data_option, read_local_settings
from composition.backups import FolderInUse, restore_backup
from composition.stores import KEYS
from store.errors import StoreError

_ELSEWHERE = "past one machine restore the table to a moment, and run integrates index rebuild"


@click.command()
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path, file_okay=False, exists=True))
@data_option
def restore(source: Path, data: Path | None) -> None:
    """Copy the backup FROM into the data folder, which is new or empty, and compare it with what the backup says of itself."""
    settings = read_local_settings(data=data, elsewhere=_ELSEWHERE)
    try:
        restored = restore_backup(settings, source)
    except (FolderInUse, StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{settings.data}: {restored.items} items, {restored.blobs} files of {restored.blobs_bytes} bytes, as they were")
    if not restored.has_keys:
        text = (
            f"The backup has no keys: before the first start, put the {KEYS} of that service into {settings.data}, or give INTEGRATES_KEYS"
        )
        click.echo(text, err=True)
