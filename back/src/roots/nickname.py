"""Nicknames of roots: which there may be, and which one a repository gets by itself."""

import re

from errors import InvalidChar
from roots.git_url import RepositoryUrl
from texts import of_length, sanitized

SHORTEST = 1
LONGEST = 128
_ALLOWED = re.compile(r"[A-Za-z0-9_-]*")
_OTHERS = re.compile(r"[^A-Za-z0-9_-]")


def check(nickname: str) -> str:
    """Check a nickname: 1 to 128 ASCII letters, digits, `_` and `-`, not first `-`, which a spreadsheet would calculate with."""
    of_length(nickname, field="nickname", low=SHORTEST, high=LONGEST)
    if not _ALLOWED.fullmatch(nickname):
        raise InvalidChar(field="nickname")
    return sanitized(nickname)


def candidates(wanted: str | None, url: RepositoryUrl) -> tuple[str, ...]:
    """Return the nicknames that a repository may get, best first: the wanted one, or that of the URL, then longer ones.

    Those after the first say the owner in the URL, and then its host, for repositories of one name on several hosts.
    """
    first = check(wanted) if wanted else _from(url.name)
    owner = url.segments[-2] if len(url.segments) > 1 else url.host
    longer = (_from(f"{owner}_{first}"), _from(f"{url.host}_{owner}_{first}"))
    return tuple(dict.fromkeys((first, *longer)))


def _from(text: str) -> str:
    """Make a nickname of any text."""
    allowed = _OTHERS.sub("_", text)[:LONGEST]
    return f"_{allowed[1:]}" if allowed.startswith("-") else allowed
