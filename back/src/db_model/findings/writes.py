"""Pure writes of findings, and the guards of the texts that no two findings of one type share."""

from db_model import change, parts
from db_model.change import Change
from db_model.findings.facet import DESCRIPTION_GUARD, FACET, MACHINE_GUARD, THREAT_GUARD, key, machine_value
from db_model.findings.types import Finding, Source
from store.values import Check, VersionIs


def add(finding: Finding) -> tuple[Change, ...]:
    """Write a new finding; the commit is a conflict when another of its type in the group has one of its texts."""
    return (change.add(FACET, finding), *(change.take_guard(kind, value, finding.id) for kind, value in guards(finding)))


def update(old: Finding, new: Finding) -> tuple[Change, ...]:
    """Write what a finding became; a conflict like that of `add` when its texts changed."""
    before, after = guards(old), guards(new)
    return (
        change.update(FACET, old, new),
        *(change.free_guard(kind, value) for kind, value in before if (kind, value) not in after),
        *(change.take_guard(kind, value, new.id) for kind, value in after if (kind, value) not in before),
    )


def remove(old: Finding, new: Finding) -> tuple[Change, ...]:
    """Write a finding as removed, which frees its texts for others."""
    return (change.update(FACET, old, new), *(change.free_guard(kind, value) for kind, value in guards(old)))


def unchanged(finding: Finding) -> Change:
    """Write nothing, but let the commit be a conflict when a finding is no longer as it was read."""
    return Change(FACET.name, (Check(key(finding.id), VersionIs(finding.version)),))


def guards(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Return the kinds and values of what a finding holds alone; blanks around a text do not count.

    What scanners find has the catalogue's texts, and is alone with its title in the group.
    """
    if finding.state.source is Source.MACHINE:
        return ((MACHINE_GUARD, machine_value(finding.group_name, finding.title)),)
    texts = ((DESCRIPTION_GUARD, finding.description), (THREAT_GUARD, finding.threat))
    return tuple((kind, parts.join(finding.group_name, finding.title, parts.digest(text.strip()))) for kind, text in texts)
