"""The `integrates` command: each command is a file beside this one, loaded when it is asked for, as some are started often."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "backup": "cli.backup",
        "bucket": "cli.bucket",
        "check": "cli.check",
        "demo": "cli.demo",
        "export": "cli.export",
        "gate": "cli.gate",
        "import": "cli.import_scan",
        "index": "cli.index",
        "indexer": "cli.indexer",
        "invite": "cli.invite",
        "jobs": "cli.jobs",
        "keys": "cli.keys",
        "link": "cli.link",
        "queue": "cli.queue",
        "restore": "cli.restore",
        "schema": "cli.schema",
        "serve": "cli.serve",
        "store": "cli.store",
        "table": "cli.table",
        "token": "cli.token",
        "web": "cli.web",
        "worker": "cli.worker",
    }
)
"""Where each command is; its function has the last name of its module."""


class Commands(click.Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(_PLACES)

    def get_command(self, _context: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        place = _PLACES.get(cmd_name)
        if place is None:
            return None
        command = getattr(import_module(place), place.rpartition(".")[2])
        if not isinstance(command, click.Command):
            raise TypeError(f"{place} has no command of its name")
        return command


@click.group(cls=Commands)
@click.version_option(package_name="integrates")
def main() -> None:
    """Run and look after Integrates, an open vulnerability-management service."""
