"""What findings and groups tell of their vulnerabilities, as the index is asked for it: released ones that are not claimed to be no risk.

Each answer is the first hit of a sorted search or a number of its counters, so that it takes as long for many vulnerabilities as for few.
"""

from db_model.vulnerabilities.projection import COLLECTION, COUNTED
from db_model.vulnerabilities.types import RELEASED, VulnerabilityStatus
from store.index import Aggregate, AnyOf, Filter, Hits, Place, Scalar, Scope, Search, Sort

MOST_LOCATIONS = 20
_OPEN = frozenset({VulnerabilityStatus.VULNERABLE.value})
_CLOSED = frozenset({VulnerabilityStatus.SAFE.value})
_ALL = frozenset(map(str, RELEASED))
_PAST_EVERY_ID = "\U0010ffff"


def oldest_report(finding_id: str, scope: Scope) -> Search:
    """Ask which vulnerability of a finding was reported first."""
    return _first("finding_id", finding_id, scope, _ALL, Sort("reported_at"))


def newest_report(finding_id: str, scope: Scope) -> Search:
    """Ask which vulnerability of a finding was reported last."""
    return _first("finding_id", finding_id, scope, _ALL, Sort("reported_at", descending=True))


def oldest_open_report(finding_id: str, scope: Scope) -> Search:
    """Ask which open vulnerability of a finding was reported first."""
    return _first("finding_id", finding_id, scope, _OPEN, Sort("reported_at"))


def last_closed(group_name: str, scope: Scope) -> Search:
    """Ask which vulnerability of a group was closed last."""
    return _first("group", group_name, scope, _CLOSED, Sort("closed_at", descending=True))


def highest_open(group_name: str, scope: Scope) -> Search:
    """Ask which open vulnerability of a group has the highest score."""
    return _first("group", group_name, scope, _OPEN, Sort("score", descending=True))


def numbers_by_state(group_name: str, scope: Scope) -> Aggregate:
    """Ask how many vulnerabilities of a group are in which state."""
    return Aggregate(COLLECTION.name, scope, _counted("group", group_name, _ALL), group_by=("status",))


def numbers_of_open_by_finding(group_name: str, scope: Scope) -> Aggregate:
    """Ask how many open vulnerabilities each finding of a group has, those without any left out."""
    return Aggregate(COLLECTION.name, scope, _counted("group", group_name, _OPEN), group_by=("finding_id",))


def locations(finding_id: str, scope: Scope, *, beyond: str | None) -> Search:
    """Ask where open vulnerabilities of a finding are, in order, after a location: many may be at one."""
    filters = _counted("finding_id", finding_id, _OPEN)
    after = None if beyond is None else Place(beyond, _PAST_EVERY_ID)
    return Search(COLLECTION.name, scope, filters, sort=Sort("where"), after=after, first=MOST_LOCATIONS, with_total=False)


def distinct(hits: Hits) -> tuple[str, ...]:
    """Return the locations of a page, each once."""
    return tuple(dict.fromkeys(str(place.value) for place in hits.places))


def first_value(hits: Hits) -> Scalar | None:
    """Return what the first hit is sorted by; nothing if there is none."""
    return next((place.value for place in hits.places), None)


def _first(parent: str, value: str, scope: Scope, statuses: frozenset[str], sort: Sort) -> Search:
    return Search(COLLECTION.name, scope, _counted(parent, value, statuses), sort=sort, first=1, with_total=False)


def _counted(parent: str, value: str, statuses: frozenset[str]) -> tuple[Filter, ...]:
    """Return the filters of what counts under a parent."""
    return AnyOf(parent, frozenset({value})), AnyOf("status", statuses), AnyOf("zero_risk", COUNTED)
