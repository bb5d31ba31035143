"""The rules of a tool: reading them, and finding that of a result."""

import itertools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from scans.sarif.fields import (
    Unusable,
    listed_of,
    loose_index,
    loose_record,
    loose_records,
    loose_text,
    loose_texts,
    record_of,
    text_of,
    whole_number_of,
)
from scans.sarif.layout import RULE_ID_LIMIT
from scans.sarif.types import Component, Lookup, Rule

LEVELS = frozenset({"none", "note", "warning", "error"})
_CWE = re.compile(r"cwe", re.IGNORECASE)
_CWE_WITH_NUMBER = re.compile(r"\bCWE\W{0,3}(?:ID\W{0,3})?\d{1,5}", re.IGNORECASE)
_HELP_HITS = 8


def to_component(record: Mapping[str, object], *, known: Sequence[Component] = ()) -> Component:
    """Read a tool component; `known` are the components that the relationships of its rules may name. Raises `Unusable`."""
    rules = tuple(_to_rule(rule, known) for rule in _checked(record, "rules"))
    taxa = tuple((loose_text(taxon, "id") or "", loose_text(taxon, "guid")) for taxon in _checked(record, "taxa"))
    return Component(
        name=loose_text(record, "name") or "",
        guid=loose_text(record, "guid"),
        rules=rules,
        # Of two rules with one id the first counts.
        by_id=MappingProxyType({rule.id: rule for rule in reversed(rules)}),
        messages=_messages(loose_record(record, "globalMessageStrings")),
        taxa=taxa,
    )


def rule_of(result: Mapping[str, object], lookup: Lookup) -> tuple[str, Rule | None]:
    """Return the id of a result's rule, empty when it names none, and the rule if the run describes it; raises `Unusable`."""
    reference = record_of(result, "rule")
    given = text_of(result, "ruleId") or text_of(reference, "id")
    components = (lookup.driver, *lookup.extensions)
    component = _component_of(record_of(reference, "toolComponent"), components, lookup.extensions) or lookup.driver
    referred = _referred(result, reference, component)
    rule_id = given or (referred.id if referred else "")
    if len(rule_id) > RULE_ID_LIMIT:
        raise Unusable(f"its rule id is longer than {RULE_ID_LIMIT} characters")
    if referred and (rule_id == referred.id or rule_id.startswith(f"{referred.id}/")):
        return rule_id, referred
    return rule_id, _by_id(rule_id, (component, *components))


def reference_texts(references: Sequence[Mapping[str, object]], taxonomies: Sequence[Component]) -> tuple[str, ...]:
    """Write references to taxa as texts, those to a CWE taxonomy as `CWE-<number>`; what cannot be read is left out."""
    return tuple(text for reference in references if (text := _reference_text(reference, taxonomies)))


def property_texts(properties: Mapping[str, object]) -> tuple[str, ...]:
    """Return the tags of a property bag and what it says under the usual names for a CWE."""
    named = tuple(text for key in ("cwe", "CWE", "cwe_id") for text in loose_texts(properties.get(key)))
    return (*named, *loose_texts(properties.get("tags")))


def security_severity_of(properties: Mapping[str, object]) -> str | None:
    """Return the `security-severity` of a property bag as a text, whatever it says."""
    value = properties.get("security-severity")
    return None if value is None or isinstance(value, bool) or not str(value).strip() else _short(str(value))


def _short(text: str) -> str:
    return text.strip()[:64]


def _checked(record: Mapping[str, object], key: str) -> tuple[Mapping[str, object], ...]:
    """Return the objects of an array that must be one if it is there, in their places."""
    listed_of(record, key)
    return loose_records(record, key)


def _to_rule(record: Mapping[str, object], known: Sequence[Component]) -> Rule:
    properties = loose_record(record, "properties")
    targets = tuple(loose_record(relationship, "target") for relationship in loose_records(record, "relationships"))
    level = loose_text(loose_record(record, "defaultConfiguration"), "level")
    return Rule(
        id=loose_text(record, "id") or "",
        guid=loose_text(record, "guid"),
        help_uri=loose_text(record, "helpUri"),
        level=level.lower() if level and level.lower() in LEVELS else None,
        security_severity=security_severity_of(properties),
        cwe_texts=(*reference_texts(targets, known), *property_texts(properties), *_help_texts(loose_record(record, "help"))),
        messages=_messages(loose_record(record, "messageStrings")),
        description=loose_text(loose_record(record, "shortDescription"), "text"),
    )


def _help_texts(help_record: Mapping[str, object]) -> tuple[str, ...]:
    """Keep of long help texts each CWE alone."""
    texts = loose_texts(help_record.get("text")) + loose_texts(help_record.get("markdown"))
    hits = tuple(match[0] for text in texts for match in _CWE_WITH_NUMBER.finditer(text))
    return tuple(dict.fromkeys(hits))[:_HELP_HITS]


def _messages(table: Mapping[str, object]) -> Mapping[str, str]:
    strings = {name: loose_record(table, name) for name in table}
    return MappingProxyType(
        {name: text for name, string in strings.items() if (text := loose_text(string, "text") or loose_text(string, "markdown"))}
    )


def _referred(result: Mapping[str, object], reference: Mapping[str, object], component: Component) -> Rule | None:
    """Find a rule by index or guid; raises `Unusable` when the result names its rule in no other way and the run does not have it."""
    index = next((one for one in (whole_number_of(reference, "index"), whole_number_of(result, "ruleIndex")) if one is not None), None)
    guid = text_of(reference, "guid")
    if index is not None and index < len(component.rules):
        return component.rules[index]
    found = next((rule for rule in component.rules if guid and rule.guid == guid), None)
    is_named = "ruleId" in result or "id" in reference
    if found is None and not is_named and (guid or index is not None):
        raise Unusable("it names a rule that the run does not have")
    return found


def _by_id(rule_id: str, components: Sequence[Component]) -> Rule | None:
    """Find a rule by its id, or that of which the id is a part: `CA1000/1` is described by `CA1000`."""
    name = rule_id
    while name:
        found = next((component.by_id[name] for component in components if name in component.by_id), None)
        if found:
            return found
        name = name.rpartition("/")[0]
    return None


def _component_of(reference: Mapping[str, object], among: Sequence[Component], numbered: Sequence[Component]) -> Component | None:
    guid, name, index = loose_text(reference, "guid"), loose_text(reference, "name"), loose_index(reference, "index")
    by_guid = (component for component in among if guid and component.guid == guid)
    by_name = (component for component in among if name and component.name == name)
    by_index = numbered[index : index + 1] if index is not None else ()
    return next(itertools.chain(by_guid, by_name, by_index), None)


def _reference_text(reference: Mapping[str, object], taxonomies: Sequence[Component]) -> str | None:
    target = loose_record(reference, "toolComponent")
    component = _component_of(target, taxonomies, taxonomies)
    taxon = loose_text(reference, "id") or _taxon_id(reference, component, taxonomies)
    name = loose_text(target, "name") or (component.name if component else "")
    if not taxon:
        return None
    if _CWE.search(taxon):
        return taxon
    return f"CWE-{taxon}" if _CWE.search(name) and taxon.isdecimal() else f"{name} {taxon}".strip()


def _taxon_id(reference: Mapping[str, object], component: Component | None, taxonomies: Sequence[Component]) -> str | None:
    index, guid = loose_index(reference, "index"), loose_text(reference, "guid")
    if component and index is not None and index < len(component.taxa):
        return component.taxa[index][0]
    return next((taxon for taxonomy in taxonomies for taxon, known in taxonomy.taxa if guid and known == guid), None)


def count_left_out(record: Mapping[str, object]) -> int:
    """Return how many rules and taxa of a component were left out for their limit."""
    return listed_of(record, "rules").cut + listed_of(record, "taxa").cut
