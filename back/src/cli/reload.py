"""Serving for developers: a new server process whenever the code changes."""

from collections.abc import Sequence
from pathlib import Path

from watchfiles import Change, run_process

SOURCE = Path(__file__).parents[1]


def is_source(_change: Change, path: str) -> bool:
    """Tell whether a file is one that the server is made of."""
    return path.endswith((".py", ".graphql"))


def serve_reloading(arguments: Sequence[str]) -> None:
    """Run the command of these arguments, again and again, until interrupted.

    The server is a process of its own, so that code that does not even load ends that process and not the watching.
    """
    run_process(SOURCE, target=run_command, args=(tuple(arguments),), watch_filter=is_source)


def run_command(arguments: Sequence[str]) -> None:
    """Run the `integrates` command in this process."""
    from cli.main import main  # noqa: PLC0415 -- loaded anew in each process, and only there: it loads this file too

    main(args=list(arguments), prog_name="integrates")
