"""What lists of vulnerabilities filter by, as the index is asked for it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import NamedTuple

from db_model.vulnerabilities.projection import COLLECTION, COUNTED, NO_CLAIM
from db_model.vulnerabilities.types import NO_RISK, RELEASED, TreatmentStatus, VulnerabilityStatus, VulnerabilityType
from errors import InvalidField
from store.index import AnyOf, Between, Filter, Scope, Search, Sort
from texts import of_length

LONGEST_TEXT = 256
_STATES: Mapping[str, VulnerabilityStatus] = MappingProxyType(
    {
        "OPEN": VulnerabilityStatus.VULNERABLE,
        "VULNERABLE": VulnerabilityStatus.VULNERABLE,
        "CLOSED": VulnerabilityStatus.SAFE,
        "SAFE": VulnerabilityStatus.SAFE,
    }
)
"""The states of what is released, and the words of older clients for them."""
_TREATMENTS: Mapping[str, TreatmentStatus] = MappingProxyType(
    {"NEW": TreatmentStatus.UNTREATED, **{each.value: each for each in TreatmentStatus}}
)
_DRAFTS = frozenset({VulnerabilityStatus.SUBMITTED.value, VulnerabilityStatus.REJECTED.value})


class Wanted(NamedTuple):
    """The vulnerabilities that somebody looks for; what is `None` bounds nothing."""

    state: str | None = None
    treatment: str | None = None
    type: str | None = None
    zero_risk: str | None = None
    lowest: str | None = None
    highest: str | None = None
    where: str | None = None
    text: str | None = None
    root_ids: frozenset[str] | None = None


def of_finding(finding_id: str, scope: Scope, wanted: Wanted) -> Search:
    """Return the search for vulnerabilities of a finding, the oldest report first; raises `InvalidField`."""
    return _search((AnyOf("finding_id", frozenset({finding_id})), *_filters(wanted)), scope, wanted, Sort("reported_at"))


def of_group(group_name: str, scope: Scope, wanted: Wanted) -> Search:
    """Return the search for vulnerabilities of a group, the highest score first; raises `InvalidField`."""
    return _search((AnyOf("group", frozenset({group_name})), *_filters(wanted)), scope, wanted, Sort("score", descending=True))


def claimed_of_finding(finding_id: str, scope: Scope, *, state: str | None) -> Search:
    """Return the search for what of a finding is claimed, or confirmed, to be no risk; raises `InvalidField`."""
    filters = (AnyOf("finding_id", frozenset({finding_id})), _in_state(state), AnyOf("zero_risk", frozenset(map(str, NO_RISK))))
    return Search(COLLECTION.name, scope, filters, sort=Sort("reported_at"))


def drafts_of_finding(finding_id: str, scope: Scope) -> Search:
    """Return the search for what of a finding was not released yet."""
    # Nobody can claim of a draft that it is no risk.
    filters = (AnyOf("finding_id", frozenset({finding_id})), AnyOf("status", _DRAFTS), AnyOf("zero_risk", frozenset({NO_CLAIM})))
    return Search(COLLECTION.name, scope, filters, sort=Sort("reported_at"))


def _search(filters: tuple[Filter, ...], scope: Scope, wanted: Wanted, sort: Sort) -> Search:
    return Search(COLLECTION.name, scope, filters, of_length(wanted.text or "", field="search", high=LONGEST_TEXT), sort)


def _filters(wanted: Wanted) -> Iterable[Filter]:
    """Yield the filters; without one of zero risk, what is claimed to be no risk is left out."""
    yield _in_state(wanted.state)
    if wanted.treatment:
        yield AnyOf("treatment", frozenset({_read("treatment", wanted.treatment, _TREATMENTS)}))
    if wanted.type:
        yield AnyOf("type", frozenset({_read("type", wanted.type, {each.value: each for each in VulnerabilityType})}))
    yield AnyOf("zero_risk", frozenset({wanted.zero_risk}) if wanted.zero_risk else COUNTED)
    if wanted.lowest or wanted.highest:
        yield Between("score", _score("minSeverity", wanted.lowest), _score("maxSeverity", wanted.highest))
    if wanted.where:
        yield AnyOf("where", frozenset({wanted.where}))
    if wanted.root_ids is not None:
        yield AnyOf("root_id", wanted.root_ids)


def _in_state(state: str | None) -> Filter:
    """Return the filter of a state, or without one of what is released."""
    return AnyOf("status", frozenset({_read("state", state, _STATES)}) if state else frozenset(map(str, RELEASED)))


def _read(field: str, text: str, known: Mapping[str, str]) -> str:
    """Read a word in whichever case; raises `InvalidField`."""
    try:
        return str(known[text.strip().upper()])
    except KeyError as error:
        raise InvalidField(field=field) from error


def _score(field: str, text: str | None) -> Decimal | None:
    """Read a bound of the score, from 0 to 10; raises `InvalidField`."""
    if not text:
        return None
    try:
        score = Decimal(text)
    except InvalidOperation as error:
        raise InvalidField(field=field) from error
    if not (score.is_finite() and 0 <= score <= 10) or score != round(score, 1):
        raise InvalidField(field=field)
    return score
