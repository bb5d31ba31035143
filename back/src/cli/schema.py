"""`integrates schema`: the SDL, and whether the checked-in snapshot of it is true."""

from pathlib import Path

import click
from graphql import build_schema as build_from_sdl
from graphql import find_breaking_changes, print_schema

from api.breaking_changes import ALLOWED
from api.schema import build_schema


@click.command()
@click.option("--check", "checked", type=click.Path(path_type=Path, dir_okay=False), help="Fail unless this file is the schema.")
@click.option("--write", "written", type=click.Path(path_type=Path, dir_okay=False), help="Write the schema to this file.")
def schema(checked: Path | None, written: Path | None) -> None:
    """Print the schema; a change that breaks clients has to be in the list of those allowed, with its date."""
    text = print_schema(build_schema()) + "\n"
    if checked is not None:
        if checked.read_text(encoding="utf-8") != text:
            raise click.ClickException(f"{checked} is not the schema: write it anew with --write")
        return
    if written is None:
        click.echo(text, nl=False)
        return
    _refuse_breaking(written, text)
    written.write_text(text, encoding="utf-8")


def _refuse_breaking(snapshot: Path, text: str) -> None:
    """Refuse changes against the snapshot that would break clients and were not agreed on."""
    if not snapshot.exists():
        return
    changes = find_breaking_changes(build_from_sdl(snapshot.read_text(encoding="utf-8")), build_from_sdl(text))
    broken = [change.description for change in changes if change.description not in ALLOWED]
    if broken:
        raise click.ClickException("these changes break clients and are not in api/breaking_changes.py:\n" + "\n".join(broken))
