"""From the built parts of a run to its head."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from clock import parse_api_date
from errors import InvalidDateFormat
from scans.errors import InvalidScanFile
from scans.sarif.fields import Unusable, listed_of, loose_record, loose_records, loose_text, record_of, records_of, text_of
from scans.sarif.rules import count_left_out, to_component
from scans.sarif.types import ArtifactLocation, Lookup, Provenance, RunHead
from scans.sarif.uris import resolved, to_artifact_location, uri_of, without_user

_WORD = re.compile(r"[^\s'\"`(){}\[\],;<>|]+")
_NOTIFICATION_LISTS = ("toolExecutionNotifications", "toolConfigurationNotifications")


def to_run_head(parts: Mapping[str, object], *, number: int, result_count: int | None) -> RunHead:
    """Read a run; `result_count` is `None` when it has no list of results. Raises `InvalidScanFile`, which names the run."""
    try:
        return _to_run_head(parts, result_count)
    except Unusable as error:
        raise InvalidScanFile(reason=f"runs[{number}]: {error}") from error


def _to_run_head(parts: Mapping[str, object], result_count: int | None) -> RunHead:
    if record_of(parts, "externalPropertyFileReferences").get("results"):
        raise Unusable("its results are in other files")
    driver = record_of(record_of(parts, "tool"), "driver")
    tool = text_of(driver, "name")
    if tool is None:
        raise Unusable("tool.driver.name is missing")
    lookup = _lookup(parts)
    invocations = records_of(parts, "invocations")
    return RunHead(
        tool=tool,
        tool_version=text_of(driver, "semanticVersion") or text_of(driver, "version"),
        category=text_of(record_of(parts, "automationDetails"), "id") or "",
        # A word that is no truth value is no success: nothing is closed by it.
        execution_successful=all(invocation.get("executionSuccessful", True) is True for invocation in invocations),
        end_time=max(filter(None, (_end_time(invocation) for invocation in invocations)), default=None),
        not_analysed=frozenset(_not_analysed(invocations, lookup)),
        provenance=_provenance(parts),
        has_results=result_count is not None,
        result_count=result_count or 0,
        lookup=lookup,
    )


def _lookup(parts: Mapping[str, object]) -> Lookup:
    tool = record_of(parts, "tool")
    driver, extensions = record_of(tool, "driver"), records_of(tool, "extensions")
    artifacts, written_taxonomies = listed_of(parts, "artifacts"), records_of(parts, "taxonomies")
    left_out = artifacts.cut + sum(count_left_out(component) for component in (driver, *extensions, *written_taxonomies))
    if left_out or any(listed_of(parts, key).cut for key in ("invocations", "taxonomies")):
        raise Unusable("it has more rules, artifacts, invocations or taxonomies than can be read")
    taxonomies = tuple(to_component(taxonomy) for taxonomy in written_taxonomies)
    return Lookup(
        driver=to_component(driver, known=taxonomies),
        extensions=tuple(to_component(extension, known=taxonomies) for extension in extensions),
        taxonomies=taxonomies,
        artifacts=tuple(to_artifact_location(record_of(artifact, "location")) for artifact in records_of(parts, "artifacts")),
        bases=_bases(parts),
    )


def _bases(parts: Mapping[str, object]) -> Mapping[str, ArtifactLocation]:
    table = record_of(parts, "originalUriBaseIds")
    return MappingProxyType({name: to_artifact_location(record_of(table, name)) for name in table})


def _end_time(invocation: Mapping[str, object]) -> datetime | None:
    text = invocation.get("endTimeUtc")
    try:
        return parse_api_date(text) if isinstance(text, str) else None
    except InvalidDateFormat:
        return None


def _provenance(parts: Mapping[str, object]) -> Provenance | None:
    details = next(iter(records_of(parts, "versionControlProvenance")), None)
    if details is None:
        return None
    url = text_of(details, "repositoryUri")
    return Provenance(url=without_user(url) if url else None, branch=text_of(details, "branch"), revision=text_of(details, "revisionId"))


def _not_analysed(invocations: tuple[Mapping[str, object], ...], lookup: Lookup) -> Iterator[str]:
    """Yield the files that the kept notifications, all of failures, are about."""
    for invocation in invocations:
        for key in _NOTIFICATION_LISTS:
            if listed_of(invocation, key).cut:
                raise Unusable("it has more notifications of failures than can be read")
            for notification in records_of(invocation, key):
                yield from _located(notification, lookup) or _named(notification)


def _located(notification: Mapping[str, object], lookup: Lookup) -> frozenset[str]:
    physical = (loose_record(location, "physicalLocation") for location in loose_records(notification, "locations"))
    try:
        return frozenset(filter(None, (uri_of(loose_record(one, "artifactLocation"), lookup) for one in physical)))
    except Unusable:
        return frozenset()


def _named(notification: Mapping[str, object]) -> frozenset[str]:
    """Take what looks like a path from the words of a notification without locations: some tools name the file only there."""
    texts = (loose_text(loose_record(notification, "message"), "text"), loose_text(loose_record(notification, "exception"), "message"))
    words = (_without_position(word) for text in texts if text for word in _WORD.findall(text))
    return frozenset(filter(None, (_path_of(word) for word in words if any(mark in word for mark in "./\\"))))


def _path_of(word: str) -> str | None:
    """Return a word as the path that it would be, nothing of one that is too long for any."""
    try:
        return resolved(word, None, {})
    except Unusable:
        return None


def _without_position(word: str) -> str:
    """Take line and column from the end of `src/a.py:12:3:`."""
    path = word.rstrip(":.")
    for _ in ("column", "line"):
        before, _, last = path.rpartition(":")
        path = before if before and last.isdecimal() else path
    return path
