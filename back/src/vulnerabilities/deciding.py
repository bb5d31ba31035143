"""Deciding about vulnerabilities of a finding: what a decision is, and the way in which all of it is done or nothing."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from clock import is_uuid
from db_model.findings.types import Finding
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability
from errors import DomainError, NumberOutOfRange
from loaders.bundle import Command, Loaders
from vulnerabilities.errors import VulnNotFound
from vulnerabilities.rules import MOST_AT_ONCE

Decide: TypeAlias = Callable[[Vulnerability], tuple[Vulnerability, ...]]
"""Returns the steps that a vulnerability takes; raises the error of what is in the way."""


class Decision(NamedTuple):
    """What somebody decides about vulnerabilities of a finding."""

    command: str
    finding: Finding
    elsewhere: type[DomainError]
    """The error of a vulnerability of another finding."""
    prepare: Callable[[Sequence[str]], Awaitable[Decide]]
    """Reads what deciding about these needs, after they were read themselves."""
    details: Callable[[Sequence[str]], Mapping[str, str]] = lambda _: MappingProxyType({})
    """Returns what the audit trail remembers of the decision about these, besides the ids."""


def distinct(ids: Iterable[str | None]) -> tuple[str, ...]:
    """Return the ids as they are stored, each once and in their order."""
    return tuple(dict.fromkeys((identifier or "").strip().lower() for identifier in ids))


def check_number(ids: Sequence[str], *, most: int) -> None:
    """Check that there are 1 to `most` ids; raises `NumberOutOfRange`."""
    if not 1 <= len(ids) <= most:
        raise NumberOutOfRange(field="vulnerabilities", low=1, high=most)


async def read(loaders: Loaders, decision: Decision, ids: Sequence[str]) -> dict[str, Vulnerability | DomainError]:
    """Read vulnerabilities, or say of each why it is none of the finding, in one call."""
    asked = tuple(filter(is_uuid, ids))
    found = {each.id: each for each in await loaders.vulnerability.load_many(asked) if each is not None}
    return {identifier: _in_finding(decision, found.get(identifier)) for identifier in ids}


def _in_finding(decision: Decision, found: Vulnerability | None) -> Vulnerability | DomainError:
    """Return a vulnerability, or the error of one that is absent or of another finding."""
    if found is None:
        return VulnNotFound()
    return found if found.finding_id == decision.finding.id else decision.elsewhere()


def audited(decision: Decision, command: str, ids: Sequence[str]) -> Command:
    """Return what the audit trail remembers of a transaction."""
    details = {"finding": decision.finding.id, "vulnerabilities": " ".join(ids), **decision.details(ids)}
    return Command(command, decision.finding.organization_id, decision.finding.group_name, tuple(details.items()))


async def decide(loaders: Loaders, decision: Decision, ids: Sequence[str | None]) -> None:
    """Decide about up to 32 vulnerabilities, all or none; raises the first one's error, and `Conflict`."""
    normal = distinct(ids)
    check_number(normal, most=MOST_AT_ONCE)
    found = await read(loaders, decision, normal)
    there = tuple(each for each in found.values() if isinstance(each, Vulnerability))
    if len(there) < len(found):
        raise next(each for each in found.values() if isinstance(each, DomainError))
    steps_of = await decision.prepare(normal)
    changes = tuple(vulnerabilities_model.update_by_steps(each, steps_of(each)) for each in there)
    await loaders.commit(audited(decision, decision.command, normal), *changes)
