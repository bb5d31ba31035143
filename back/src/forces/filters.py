"""What the list of executions filters by, as the index is asked for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from clock import to_sortable_date
from db_model.executions.projection import COLLECTION
from errors import InvalidField
from forces.executions import LONGEST, read_kind, read_strictness
from store.index import AnyOf, Between, Filter, Scope, Search, Sort
from texts import of_length

LONGEST_TEXT = 256


class Wanted(NamedTuple):
    """The executions that somebody looks for; what is `None` bounds nothing."""

    begin: datetime | None = None
    end: datetime | None = None
    repo: str | None = None
    text: str | None = None
    status: str | None = None
    strictness: str | None = None
    kind: str | None = None


def of_group(group_name: str, scope: Scope, wanted: Wanted) -> Search:
    """Return the search for executions of a group, the newest first; raises `InvalidField` and `InvalidFieldLength`."""
    filters = (AnyOf("group", frozenset({group_name})), *_filters(wanted))
    text = of_length(wanted.text or "", field="search", high=LONGEST_TEXT)
    return Search(COLLECTION.name, scope, filters, text, Sort("date", descending=True))


def _filters(wanted: Wanted) -> Iterable[Filter]:
    """Yield the filters."""
    if wanted.begin or wanted.end:
        yield Between("date", _date(wanted.begin), _date(wanted.end))
    if wanted.repo:
        yield AnyOf("repo", frozenset({of_length(wanted.repo, field="gitRepo", high=LONGEST)}))
    if wanted.status:
        yield AnyOf("vulnerable", frozenset({_is_vulnerable(wanted.status)}))
    if wanted.strictness:
        yield AnyOf("strictness", frozenset({read_strictness(wanted.strictness).value}))
    if wanted.kind:
        yield AnyOf("kind", frozenset({read_kind(wanted.kind, field="type").value}))


def _date(moment: datetime | None) -> str | None:
    return None if moment is None else to_sortable_date(moment)


def _is_vulnerable(text: str) -> bool:
    """Read whether something open was found, in whichever case; raises `InvalidField`."""
    match text.strip().upper():
        case "VULNERABLE":
            return True
        case "SECURE":
            return False
        case _:
            raise InvalidField(field="status")
