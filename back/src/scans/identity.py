"""What makes a result the same one in the next scan."""

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

from scans.sarif.types import Place, ScanResult

_OF_TOOL = "fingerprints/"


class Identified(NamedTuple):
    """A result with what it is matched by.

    `fingerprint` is made of rule, URI and snippet; `stable` and `partial` of rule, URI and the `fingerprints` or `partialFingerprints`
    of the tool, `None` where it gave none.
    """

    place: Place
    fingerprint: str
    line: int
    column: int | None
    stable: str | None
    partial: str | None


def fingerprint_of(result: ScanResult) -> str:
    """Return the SHA-256, in hex, of rule, URI and snippet with each run of blanks as one; of the message where there is no snippet."""
    text = result.message if result.snippet is None else result.snippet
    return _digest("message" if result.snippet is None else "snippet", result.rule_id, result.uri, " ".join(text.split()))


def identified(result: ScanResult) -> Identified:
    """Return what a result is matched by."""
    own = {name: text for name, text in result.fingerprints.items() if name.startswith(_OF_TOOL)}
    partial = {name: text for name, text in result.fingerprints.items() if name not in own}
    return Identified(
        place=result.place,
        fingerprint=fingerprint_of(result),
        line=result.start_line,
        column=result.start_column,
        stable=_of_tool(result, own),
        partial=_of_tool(result, partial),
    )


def _of_tool(result: ScanResult, fingerprints: Mapping[str, str]) -> str | None:
    """Return a digest of all of them: some, such as a column, mean nothing without the others."""
    return _digest(result.rule_id, result.uri, *(part for pair in sorted(fingerprints.items()) for part in pair)) if fingerprints else None


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
