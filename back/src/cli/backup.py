"""`integrates backup`: a copy of the data folder, made while the service runs."""

from pathlib import Path

import click

from cli.reading import data_option, read_local_settings
from composition.backups import FolderInUse, make_backup
from store.errors import StoreError

_ELSEWHERE = "past one machine keep the table's point-in-time recovery switched on, and the versions of the bucket"


@click.command()
@click.argument("to", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--with-keys", is_flag=True, help="Copy the keys too; else keep them elsewhere, as without them nothing encrypted can be read."
)
@data_option
def backup(to: Path, with_keys: bool, data: Path | None) -> None:
    """Copy the data folder to a new folder TO: the database first, then the files."""
    settings = read_local_settings(data=data, elsewhere=_ELSEWHERE)
    try:
        made = make_backup(settings, to, with_keys=with_keys)
    except (FolderInUse, StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{to}: {made.items} items, {made.blobs} files of {made.blobs_bytes} bytes, {'with' if with_keys else 'without'} keys")
