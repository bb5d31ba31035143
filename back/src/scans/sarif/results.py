"""From a built result to its outcome: a result, a suppressed one, or one that cannot be read."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from scans.sarif.fields import Unusable, listed_of, loose_record, loose_records, record_of, records_of, text_of, whole_number_of
from scans.sarif.layout import SNIPPET_BYTES
from scans.sarif.messages import message_of
from scans.sarif.rules import LEVELS, property_texts, reference_texts, rule_of, security_severity_of
from scans.sarif.types import Lookup, Outcome, Place, RejectedResult, Rule, ScanResult, SuppressedResult
from scans.sarif.uris import resolved, uri_of

_NO_RESULTS = frozenset({"pass", "notApplicable", "informational"})
_KINDS = _NO_RESULTS | {"fail", "open", "review", "none"}
_BASELINES = frozenset({"new", "unchanged", "updated", "absent"})


def to_outcome(built: object, place: Place, lookup: Lookup) -> Outcome:
    """Decide what a result is; never raises for what stands in it."""
    if not isinstance(built, dict):
        return RejectedResult(place, "it is not an object", rule_id="", uri=None)
    try:
        reason = _suppression(built)
        if reason is None:
            return _to_result(built, place, lookup)
    except Unusable as error:
        return RejectedResult(place, str(error), rule_id=_rule_id_if_readable(built, lookup), uri=_uri_if_readable(built, lookup))
    return SuppressedResult(place, reason, rule_id=_rule_id_if_readable(built, lookup), uri=_uri_if_readable(built, lookup))


def _suppression(result: Mapping[str, object]) -> str | None:
    """Return why the file itself says that this is no result: its kind, its baseline, or suppressions that were all accepted."""
    kind, baseline = text_of(result, "kind"), text_of(result, "baselineState")
    if kind is not None and kind not in _KINDS:
        raise Unusable("its kind is unknown")
    if baseline is not None and baseline not in _BASELINES:
        raise Unusable("its baseline state is unknown")
    if kind in _NO_RESULTS:
        return f"kind {kind}"
    if baseline == "absent":
        return "baselineState absent"
    suppressions = records_of(result, "suppressions")
    is_accepted = all((text_of(one, "status") or "accepted") == "accepted" for one in suppressions)
    return _suppressed_by(suppressions[0]) if suppressions and is_accepted else None


def _suppressed_by(suppression: Mapping[str, object]) -> str:
    words = " ".join(filter(None, ("suppressed", text_of(suppression, "kind"))))
    return ": ".join(filter(None, (words, text_of(suppression, "justification"))))


def _to_result(result: Mapping[str, object], place: Place, lookup: Lookup) -> ScanResult:
    rule_id, rule = rule_of(result, lookup)
    uri, region = _where(result, lookup)
    properties = loose_record(result, "properties")
    return ScanResult(
        place=place,
        rule_id=rule_id,
        message=message_of(result, rule, lookup.driver),
        help_uri=rule.help_uri if rule else None,
        uri=uri,
        start_line=whole_number_of(region, "startLine") or 0,
        start_column=whole_number_of(region, "startColumn") or None,
        snippet=_snippet(region),
        fingerprints=MappingProxyType({**_fingerprints(result, "fingerprints"), **_fingerprints(result, "partialFingerprints")}),
        level=_level(result, rule),
        result_security_severity=security_severity_of(properties),
        rule_security_severity=rule.security_severity if rule else None,
        cwe_texts=(
            *reference_texts(loose_records(result, "taxa"), (*lookup.taxonomies, *lookup.extensions)),
            *property_texts(properties),
            *(rule.cwe_texts if rule else ()),
        ),
        extra_locations=max(0, listed_of(result, "locations").total - 1),
        baseline=text_of(result, "baselineState"),
    )


def _where(result: Mapping[str, object], lookup: Lookup) -> tuple[str, Mapping[str, object]]:
    """Return the URI and the region: of the first location with a file, else a logical location, else what was analysed."""
    locations = records_of(result, "locations")
    for location in locations:
        physical = record_of(location, "physicalLocation")
        uri = uri_of(record_of(physical, "artifactLocation"), lookup)
        if uri:
            return uri, record_of(physical, "region")
    for location in locations:
        for logical in records_of(location, "logicalLocations"):
            name = text_of(logical, "fullyQualifiedName") or text_of(logical, "name")
            if name:
                return resolved(name, None, {}), {}
    target = uri_of(record_of(result, "analysisTarget"), lookup)
    if not target:
        raise Unusable("it has no location")
    return target, {}


def _snippet(region: Mapping[str, object]) -> str | None:
    text = text_of(record_of(region, "snippet"), "text")
    return None if text is None else text.encode("utf-8", "surrogatepass")[:SNIPPET_BYTES].decode("utf-8", "ignore")


def _fingerprints(result: Mapping[str, object], key: str) -> Mapping[str, str]:
    return {f"{key}/{name}": text for name, value in record_of(result, key).items() if (text := _fingerprint_text(value, f"{key}/{name}"))}


def _fingerprint_text(value: object, name: str) -> str | None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return text_of({name: value}, name)


def _level(result: Mapping[str, object], rule: Rule | None) -> str:
    """Return the level: the result's, else none for a kind other than fail, else the rule's, else warning."""
    given = text_of(result, "level")
    if given and given.lower() in LEVELS:
        return given.lower()
    if (text_of(result, "kind") or "fail") != "fail":
        return "none"
    return (rule.level if rule else None) or "warning"


def _rule_id_if_readable(result: Mapping[str, object], lookup: Lookup) -> str:
    try:
        return rule_of(result, lookup)[0]
    except Unusable:
        return ""


def _uri_if_readable(result: Mapping[str, object], lookup: Lookup) -> str | None:
    try:
        return _where(result, lookup)[0]
    except Unusable:
        return None
