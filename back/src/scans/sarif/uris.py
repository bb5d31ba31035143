"""Where an artifact is: the URI that is stored, resolved as far as the file allows."""

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes, urlsplit, urlunsplit

from scans.sarif.fields import Unusable, text_of, whole_number_of
from scans.sarif.layout import URI_BYTES
from scans.sarif.types import ArtifactLocation, Lookup

# A scheme, a drive or a root: such an address does not depend on the place of the scan.
_ABSOLUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MAX_BASES = 16
_TOO_LONG = f"its URI is longer than {URI_BYTES} bytes"


def to_artifact_location(record: Mapping[str, object]) -> ArtifactLocation:
    """Read an `artifactLocation` object; raises `Unusable`."""
    return ArtifactLocation(uri=text_of(record, "uri"), base=text_of(record, "uriBaseId"))


def uri_of(record: Mapping[str, object], lookup: Lookup) -> str | None:
    """Return the resolved URI of an `artifactLocation`, which may be an index into the run's artifacts; raises `Unusable`."""
    location = to_artifact_location(record)
    if location.uri is None:
        index = whole_number_of(record, "index")
        if index is None:
            return None
        if index >= len(lookup.artifacts):
            raise Unusable(f"it names artifact {index} of {len(lookup.artifacts)}")
        location = lookup.artifacts[index]
    return None if location.uri is None else resolved(location.uri, location.base, lookup.bases)


def resolved(uri: str, base: str | None, bases: Mapping[str, ArtifactLocation]) -> str:
    """Return the path from the root of the scan, `%` decoded once, `/` between its parts and without `.` and `..`.

    An absolute URI, or one that leaves its root, stays as given; control characters are always percent-encoded.
    Raises `Unusable` when it is too long as it is given, or as it would be stored.
    """
    if len(uri) > URI_BYTES:
        raise Unusable(_TOO_LONG)
    path = None if _ABSOLUTE.match(uri) else _normal(_decoded(_prefix(base, bases) + uri))
    stored = _visible(path or uri)
    if len(stored.encode()) > URI_BYTES:
        raise Unusable(_TOO_LONG)
    return stored


def without_user(url: str) -> str:
    """Take the password out of a URL, and the user as well where it may be a token: everywhere but in SSH."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.rpartition("@")[2]
    user, at, host = parts.netloc.rpartition("@")
    kept = f"{user.partition(':')[0]}{at}{host}" if parts.scheme == "ssh" else host
    return urlunsplit(parts._replace(netloc=kept)) if parts.netloc else url


def _prefix(base: str | None, bases: Mapping[str, ArtifactLocation]) -> str:
    """Join the relative bases up to an absolute or unknown one, which is the root of the scan, or a base that is its own ancestor."""
    prefix, seen = "", 0
    while base is not None and base in bases and seen < _MAX_BASES:
        uri, parent = bases[base]
        if uri is None or _ABSOLUTE.match(uri) or len(uri) > URI_BYTES:
            break
        prefix = f"{uri.rstrip('/')}/{prefix}"
        base, seen = parent, seen + 1
    return prefix


def _decoded(uri: str) -> str:
    if "%" not in uri:
        return uri
    try:
        return unquote_to_bytes(uri).decode()
    except UnicodeDecodeError:
        return uri


def _normal(path: str) -> str | None:
    """Return the path without empty parts, `.` and `..`, or `None` when nothing is left or it leaves its root."""
    parts: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts) or None


def _visible(text: str) -> str:
    return _CONTROL.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass")), text)
