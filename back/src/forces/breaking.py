"""The searches of the gate: what breaks, and how much is open, closed and accepted, as the index is asked for it."""

from collections.abc import Iterable
from typing import NamedTuple

from clock import to_sortable_date
from db_model.vulnerabilities.projection import COLLECTION, COUNTED
from db_model.vulnerabilities.types import VulnerabilityStatus, VulnerabilityType
from forces.gate import Terms, latest_report
from store.index import Aggregate, AnyOf, Between, Bucket, Filter, Not, Scope, Search, Sort

_OPEN = AnyOf("status", frozenset({VulnerabilityStatus.VULNERABLE.value}))


class Place(NamedTuple):
    """Where the gate looks: a group, or some roots of it."""

    group_name: str
    root_ids: frozenset[str] | None = None


class Counts(NamedTuple):
    """The vulnerabilities that were judged, those that are claimed to be no risk left out."""

    open: int = 0
    closed: int = 0
    accepted: int = 0
    """Open, and accepted as of now."""
    breaking: int = 0

    @property
    def compliant(self) -> int:
        """Return how many are open and break nothing."""
        return self.open - self.breaking


def search_of(place: Place, scope: Scope, terms: Terms) -> Search:
    """Return the search for what breaks a build, the worst score first."""
    filters = (
        *_judged(place, terms),
        _OPEN,
        Between("score", terms.severity_threshold, None),
        Between("reported_at", None, to_sortable_date(latest_report(terms))),
        _unaccepted(terms),
    )
    return Search(COLLECTION.name, scope, filters, sort=Sort("score", descending=True))


def name_of(place: Place, terms: Terms) -> str:
    """Return what tells a search for what breaks a build from others, whenever it is asked."""
    roots = "all" if place.root_ids is None else " ".join(sorted(place.root_ids))
    return f"breaking\n{place.group_name}\n{roots}\n{' '.join(sorted(terms.types))}\n{terms.severity_threshold}\n{terms.grace_period}"


def aggregates_of(place: Place, scope: Scope, terms: Terms) -> tuple[Aggregate, ...]:
    """Return what is to be counted of what is judged, for each field of `Counts`."""
    judged = _judged(place, terms)
    requests = (
        (*judged, _OPEN),
        (*judged, AnyOf("status", frozenset({VulnerabilityStatus.SAFE.value}))),
        (*judged, _OPEN, Not(_unaccepted(terms))),
        search_of(place, scope, terms).filters,
    )
    return tuple(Aggregate(COLLECTION.name, scope, filters) for filters in requests)


def to_counts(answers: Iterable[tuple[Bucket, ...]]) -> Counts:
    """Read the answers to `aggregates_of`."""
    return Counts(*map(_number, answers))


def _judged(place: Place, terms: Terms) -> tuple[Filter, ...]:
    """Return the filters of all that the gate looks at."""
    roots = () if place.root_ids is None else (AnyOf("root_id", frozenset(place.root_ids)),)
    # The index counts as documents come and go, but not by type: without that filter it need not look at them.
    types = () if terms.types == frozenset(VulnerabilityType) else (AnyOf("type", frozenset(each.value for each in terms.types)),)
    return (AnyOf("group", frozenset({place.group_name})), *roots, *types, AnyOf("zero_risk", COUNTED))


def _unaccepted(terms: Terms) -> Filter:
    """Return the filter of what no treatment exempts as of now."""
    return Between("breaks_from", None, to_sortable_date(terms.now))


def _number(buckets: tuple[Bucket, ...]) -> int:
    """Return the number of an aggregation without a grouping."""
    ((_, (number,)),) = buckets
    return int(str(number))
