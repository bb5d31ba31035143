"""`integrates export`: the vulnerabilities of a group as a file."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import click

from cli.client import Client, Failed, connected, download, server_options

_FORMATS = ("csv", "sarif")
_FILTERS = ("root", "search", "stateStatus", "treatment", "type", "zeroRisk", "minSeverity", "maxSeverity")


@click.command()
@click.option("--group", required=True, help="The group whose vulnerabilities are written.")
@click.option("--format", "file_format", type=click.Choice(_FORMATS), default="csv", show_default=True, help="The format of the file.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; without it, standard output.")
@click.option("--root", help="Those of the root of this nickname.")
@click.option("--search", help="Those with all of these words.")
@click.option("--state", "stateStatus", help="Those in this state: VULNERABLE or SAFE.")
@click.option("--treatment", help="Those with this treatment.")
@click.option("--type", "type", help="Those of this type: LINES, INPUTS or PORTS.")
@click.option("--zero-risk", "zeroRisk", help="Those claimed to be no risk: REQUESTED, CONFIRMED or REJECTED.")
@click.option("--min-severity", "minSeverity", help="Those with this score and more.")
@click.option("--max-severity", "maxSeverity", help="Those with this score and less.")
@server_options
def export(*, group: str, file_format: str, output: Path | None, server: str, token: str, **filters: str | None) -> None:
    """Write the vulnerabilities of a group as CSV or SARIF.

    Exits with 0, and with 2 when it failed; a file appears under its name only when it is whole.
    """
    address = f"/export/groups/{quote(group, safe='')}/vulnerabilities.{file_format}"
    wanted = {name: value for name, value in filters.items() if value is not None and name in _FILTERS}
    with connected(server, token) as client:
        if output is None:
            download(client, address, wanted, sys.stdout.buffer)
        else:
            _write(client, address, wanted, output)


def _write(client: Client, address: str, filters: dict[str, str], output: Path) -> None:
    """Write what is downloaded into a file beside the wanted one, and give it its name at the end."""
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with _opened(temporary) as file:
            download(client, address, filters, file)
        temporary.replace(output)
    except BaseException:  # also when a person stops it: a part is nothing to keep
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _opened(path: Path) -> BinaryIO:
    """Open a new file; one that cannot be written ends the command."""
    try:
        return path.open("xb")
    except OSError as error:
        raise Failed(f"{path.parent} cannot be written to: {error.strerror or error}") from None
