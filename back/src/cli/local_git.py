"""What the local git repository tells of a report: where it comes from, its commit, its branch."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

_SECONDS = 5
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SCP = re.compile(r"[\w.-]+@[\w.-]+:[^\s]+")


class LocalGit(NamedTuple):
    """A repository; what is not known, or not to be told, is absent."""

    url: str | None = None
    commit: str | None = None
    branch: str | None = None


def read_local_git(folders: Iterable[Path]) -> LocalGit:
    """Read the first of the folders that is in a repository; without git, or without a repository, nothing is known."""
    program = shutil.which("git")
    if program is None:
        return LocalGit()
    folder = next((folder for folder in folders if _ask(program, folder, "rev-parse", "--git-dir")), None)
    if folder is None:
        return LocalGit()
    commit = _ask(program, folder, "rev-parse", "--verify", "--quiet", "HEAD") or ""
    url = _ask(program, folder, "config", "--get", "remote.origin.url")
    return LocalGit(
        url=public_url(url) if url else None,
        commit=commit if _COMMIT.fullmatch(commit) else None,
        branch=_ask(program, folder, "symbolic-ref", "--short", "--quiet", "HEAD"),
    )


def public_url(text: str) -> str | None:
    """Return the URL of a remote without credentials; nothing of one that is a path, or no URL that others could use."""
    if _SCP.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https", "ssh", "git"} or not host:
        return None
    # The user of SSH is that of the host's service, mostly `git`; that of HTTP may be a token.
    user = f"{parts.username}@" if parts.scheme == "ssh" and parts.username else ""
    name = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, f"{user}{name}{'' if port is None else f':{port}'}", parts.path, "", ""))


def _ask(program: str, folder: Path, *arguments: str) -> str | None:
    """Return the one line that git answers, if it does."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    command = (program, "-C", str(folder), *arguments)
    try:
        result = subprocess.run(  # noqa: S603 -- git, found on the PATH, with arguments of ours
            command, capture_output=True, check=True, stdin=subprocess.DEVNULL, timeout=_SECONDS, env=environment
        )
    except (OSError, subprocess.SubprocessError):
        return None
    text = result.stdout.decode(errors="replace").strip()
    return text if text and text.isprintable() else None
