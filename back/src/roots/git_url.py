"""The URL of a repository: its normal form, what it is compared by, and the names in it."""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit

from roots.errors import InvalidParameter
from roots.hosts import is_host, is_local
from texts import of_length

LONGEST = 2_000
_SCHEMES = frozenset({"git", "http", "https", "ssh"})
_SCP_LIKE = re.compile(r"(?P<user>[\w.-]+)@(?P<host>[\w.-]+):(?!//)/*(?P<path>.*)", re.DOTALL)
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f]")
# What may stand in a path as it is; `%` is among it, so that what is quoted already is not quoted again.
_SAFE = "/%:@!$&'()*+,;=~"
_SUFFIX = ".git"


class RepositoryUrl(NamedTuple):
    """The normal form of a URL, its host and the decoded segments of its path."""

    text: str
    host: str
    segments: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name of the repository."""
        return without_suffix(self.segments[-1])


def parse(text: str) -> RepositoryUrl:
    """Read the URL of a repository, also in the form `user@host:path`.

    Raises `InvalidParameter` for one without scheme, host or path, for one with a password, which everybody would see, and for a
    host that only its own machine reaches.
    """
    trimmed = of_length(text.strip().rstrip("/"), field="url", high=LONGEST)
    if _HIDDEN.search(trimmed):
        raise InvalidParameter
    parts, host = _split(_with_scheme(trimmed))
    path = quote(parts.path, safe=_SAFE).rstrip("/")
    segments = tuple(unquote(segment) for segment in path.split("/") if segment)
    is_sound = parts.scheme in _SCHEMES and is_host(host) and not is_local(host) and parts.password is None and bool(segments)
    if not is_sound or (parts.username is not None and not _USER.fullmatch(parts.username)):
        raise InvalidParameter
    query = f"?{quote(parts.query, safe=f'{_SAFE}?')}" if parts.query else ""
    normal = f"{parts.scheme}://{parts.netloc}{path}{query}".rstrip("/")
    return RepositoryUrl(of_length(normal, field="url", high=LONGEST), host.lower(), segments)


def host_of(url: str) -> str:
    """Return the host of a normal form, in lower case."""
    return (urlsplit(url).hostname or "").lower()


def comparable(url: str) -> str:
    """Return what two normal forms of the same repository have in common."""
    return without_suffix(url.lower())


def without_suffix(text: str) -> str:
    """Cut the suffix that says no more than that it is a repository."""
    shorter = text[: -len(_SUFFIX)] if text.lower().endswith(_SUFFIX) else text
    return shorter or text


def _with_scheme(text: str) -> str:
    """Write `user@host:path` as a URL; leave others alone."""
    match = _SCP_LIKE.fullmatch(text)
    return f"ssh://{match['user']}@{match['host']}/{match['path']}" if match else text


def _split(text: str) -> tuple[SplitResult, str]:
    """Split a URL, and find its host; raises `InvalidParameter` when it has none or its port is no port."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidParameter from error
    if not host:
        raise InvalidParameter
    return parts, host
