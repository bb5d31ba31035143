"""Serving for developers: a new server process whenever the code changes."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from watchfiles import Change, run_process

SOURCE = Path(__file__).parents[1]


def is_source(_change: Change, path: str) -> bool:
    """Tell whether a file is one that the server is made of."""
    return path.endswith((".py", ".graphql", ".html", ".css", ".js"))


def serve_reloading(arguments: Sequence[str]) -> None:
    """Run the command of these arguments, again and again, until interrupted.

    The server is a program of its own, so that code that does not even load ends that program and not the watching.
    """
    run_process(SOURCE, target=shlex.join([sys.argv[0], *arguments]), target_type="command", watch_filter=is_source)
