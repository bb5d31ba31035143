"""What the gate decides: it loads what it is asked about, once, and judges."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import NamedTuple

from authz.scope import in_index
from clock import is_uuid
from db_model.groups.types import Group
from db_model.policies.types import Policies
from db_model.roots.types import Root, is_active
from db_model.scans import reads as scans_model
from db_model.scans.types import Scan
from errors import InvalidParameter
from forces import breaking, dry_run, gate
from forces.breaking import Counts, Place
from forces.gate import Question, Reason, ReasonKind, Terms, Verdict
from loaders.bundle import ListKey, Loaders
from roots import nickname as nicknames
from roots.errors import RootNotFound
from scans.errors import ScanNotFound

MOST_REASONS = 100
_ROOTS_AT_ONCE = 1_000


class Decision(NamedTuple):
    """What the gate says of a build, and why; what breaks it is found at the place, or in the dry run."""

    verdict: Verdict
    terms: Terms
    place: Place
    counts: Counts
    undecided: int
    """The number of reasons."""
    reasons: tuple[Reason, ...]
    """The first of them."""
    roots: int
    """How many roots were asked about."""
    scan: Scan | None = None
    """The dry run that was judged."""

    @property
    def exit_code(self) -> int:
        """Return the exit code that a CI job ends with."""
        return self.verdict.exit_code


class _Asked(NamedTuple):
    """The roots that were asked about, and why some of them cannot be decided on."""

    roots: int
    reasons: tuple[Reason, ...]


async def decide(
    loaders: Loaders, group: Group, policies: Policies | None, question: Question, *, nickname: str | None, scan_id: str | None
) -> Decision:
    """Decide whether a build may pass: by what is stored of a group or of one root, or by what a dry run would add to it.

    Raises `NumberOutOfRange`, `RootNotFound`, `ScanNotFound` and, for a scan that is no dry run, `InvalidParameter`.
    """
    terms = gate.terms_of(question, policies, now=loaders.clock.now())
    if scan_id is not None:
        return await _decide_on_dry_run(loaders, group, terms, scan_id, nickname)
    if nickname is None:
        place, asked = Place(group.name), await _ask_group(loaders, group, terms)
    else:
        roots = await _named(loaders, group, nickname)
        newest = await _newest(loaders, roots)
        place = Place(group.name, frozenset(root.id for root in roots))
        asked = _Asked(len(roots), _reasons(roots, newest, terms))
    buckets = await loaders.buckets.load_many(breaking.aggregates_of(place, in_index(loaders.scope), terms))
    return _decision(terms, place, breaking.to_counts(buckets), asked)


async def _decide_on_dry_run(loaders: Loaders, group: Group, terms: Terms, scan_id: str, nickname: str | None) -> Decision:
    """Decide by what a dry run found that is not stored yet."""
    scan = await _dry_run(loaders, group, scan_id)
    if nickname is not None and nickname != scan.request.root_nickname:
        raise ScanNotFound
    root = await loaders.root.load(scan.root_id) if scan.root_id else None
    is_judged = gate.type_in(root) in terms.types
    reason = gate.reason_of_dry_run(scan)
    number = await dry_run.count(loaders.store.table, scan, terms, now=terms.now) if is_judged and reason is None else 0
    counts = Counts(open=scan.counts.created + scan.counts.reopened if is_judged else 0, closed=scan.counts.closed, breaking=number)
    asked = _Asked(1, () if reason is None else (reason,))
    return _decision(terms, Place(group.name, frozenset()), counts, asked)._replace(scan=scan if is_judged else None)


def _decision(terms: Terms, place: Place, counts: Counts, asked: _Asked) -> Decision:
    """Put a decision together."""
    return Decision(
        verdict=gate.verdict_of(terms.strictness, breaking=counts.breaking, undecided=len(asked.reasons)),
        terms=terms,
        place=place,
        counts=counts,
        undecided=len(asked.reasons),
        reasons=asked.reasons[:MOST_REASONS],
        roots=asked.roots,
    )


async def _ask_group(loaders: Loaders, group: Group, terms: Terms) -> _Asked:
    """Ask every active root of a group that was ever scanned; there has to be one."""
    asked = _Asked(0, ())
    async for roots in _active_roots(loaders, group):
        newest = await _newest(loaders, roots)
        scanned = tuple(root for root in roots if root.id in newest)
        asked = _Asked(asked.roots + len(scanned), (*asked.reasons, *_reasons(scanned, newest, terms)))
    return asked if asked.roots else _Asked(0, (Reason(ReasonKind.NO_SCAN),))


async def _active_roots(loaders: Loaders, group: Group) -> AsyncIterator[tuple[Root, ...]]:
    """Yield the active roots of a group, a page at a time."""
    key: ListKey | None = ListKey(group.name, _ROOTS_AT_ONCE)
    while key is not None:
        page = await loaders.roots_of_group.load(key)
        yield tuple(filter(is_active, page.items))
        key = None if page.next is None else ListKey(group.name, _ROOTS_AT_ONCE, page.next)


async def _named(loaders: Loaders, group: Group, nickname: str) -> tuple[Root, ...]:
    """Read the root of a nickname: a repository and an address or site may share one, and then both are asked about if they are active."""
    is_one = nicknames.SHORTEST <= len(nickname) <= nicknames.LONGEST
    roots = await loaders.roots_of_nickname.load((group.name, nickname)) if is_one else ()
    if not roots:
        raise RootNotFound
    return tuple(filter(is_active, roots)) or roots


async def _newest(loaders: Loaders, roots: Sequence[Root]) -> Mapping[str, Scan]:
    """Read the newest scan that has ended of each root; dry runs do not count."""
    return await scans_model.newest_ended(loaders.store.table, tuple(root.id for root in roots), now=loaders.clock.now())


def _reasons(roots: Sequence[Root], newest: Mapping[str, Scan], terms: Terms) -> tuple[Reason, ...]:
    """Return why some of these roots cannot be decided on."""
    found = (gate.reason_of(root, newest.get(root.id), terms) for root in roots)
    return tuple(reason for reason in found if reason is not None)


async def _dry_run(loaders: Loaders, group: Group, scan_id: str) -> Scan:
    """Read a dry run of a group; raises `ScanNotFound`, and `InvalidParameter` for a scan that was applied."""
    normal = scan_id.strip().lower()
    scan = await loaders.scan.load(normal) if is_uuid(normal) else None
    if scan is None or scan.group_name != group.name:
        raise ScanNotFound
    if not scan.request.is_dry_run:
        raise InvalidParameter(field="scanId")
    return scan
