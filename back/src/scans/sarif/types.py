"""What is read of a SARIF file: the head of each run, and every result, each with one of three outcomes."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, TypeAlias


class Place(NamedTuple):
    """Where a result stands in its file: `runs[run].results[result]`."""

    run: int
    result: int


class Provenance(NamedTuple):
    """The repository that was scanned; the URL is without user and password."""

    url: str | None
    branch: str | None
    revision: str | None


class Rule(NamedTuple):
    """A rule of a tool, as far as its results need it; `cwe_texts` are in order of preference."""

    id: str
    guid: str | None
    help_uri: str | None
    level: str | None
    security_severity: str | None
    cwe_texts: tuple[str, ...]
    messages: Mapping[str, str]
    description: str | None


class Component(NamedTuple):
    """A driver, an extension or a taxonomy: `by_id` finds its rules, `taxa` are the ids and guids of a taxonomy."""

    name: str
    guid: str | None
    rules: tuple[Rule, ...]
    by_id: Mapping[str, Rule]
    messages: Mapping[str, str]
    taxa: tuple[tuple[str, str | None], ...]


class ArtifactLocation(NamedTuple):
    """An address that may be relative to the base of that name."""

    uri: str | None
    base: str | None


class Lookup(NamedTuple):
    """What the results of a run refer to."""

    driver: Component
    extensions: tuple[Component, ...]
    taxonomies: tuple[Component, ...]
    artifacts: tuple[ArtifactLocation, ...]
    bases: Mapping[str, ArtifactLocation]


class RunHead(NamedTuple):
    """A run without its results.

    `not_analysed` holds the URIs of files that failed by the notifications of the tool; `has_results` is false when the run has no
    list of results at all, which says that it checked nothing.
    """

    tool: str
    tool_version: str | None
    category: str
    execution_successful: bool
    end_time: datetime | None
    not_analysed: frozenset[str]
    provenance: Provenance | None
    has_results: bool
    result_count: int
    lookup: Lookup


class ScanResult(NamedTuple):
    """A result that becomes or meets a vulnerability.

    `start_line` is 0 without a region. `snippet` has up to 4,096 bytes, `message` up to 2,000 characters. `fingerprints` has the names
    prefixed by `fingerprints/` or `partialFingerprints/`. `extra_locations` counts the locations behind the first one.
    """

    place: Place
    rule_id: str
    message: str
    help_uri: str | None
    uri: str
    start_line: int
    start_column: int | None
    snippet: str | None
    fingerprints: Mapping[str, str]
    level: str
    result_security_severity: str | None
    rule_security_severity: str | None
    cwe_texts: tuple[str, ...]
    extra_locations: int
    baseline: str | None


class SuppressedResult(NamedTuple):
    """A result that its file itself declares to be none, with the reason; rule and URI as far as they can be read."""

    place: Place
    reason: str
    rule_id: str
    uri: str | None


class RejectedResult(NamedTuple):
    """A result that cannot be read, with the reason; rule and URI as far as they can be read."""

    place: Place
    reason: str
    rule_id: str
    uri: str | None


Outcome: TypeAlias = ScanResult | SuppressedResult | RejectedResult
