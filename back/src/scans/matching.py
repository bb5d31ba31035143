"""Which results are vulnerabilities that are known already: matching in passes, each stored row and each result taken once.

Living rows and dismissed ones are matched first, all passes of them, and only what is left meets safe rows. A dismissed row thus keeps
away the result in its own place, however many living ones have the same text; a safe row never takes a result from a living one that
moved. Of a living and a dismissed row that are equally good the living one is taken.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple, TypeVar

from scans.identity import Identified
from scans.nearest import At, nearest_pairs

_Item = TypeVar("_Item")


class Standing(IntEnum):
    """What a stored row means for a result that meets it; the lower value is preferred."""

    LIVING = 0
    DISMISSED = 1
    SAFE = 2


class StoredRow(NamedTuple):
    """A vulnerability made by earlier scans of the same root, tool and category; of one that came back only the newest is given."""

    id: str
    fingerprint: str
    ordinal: int
    line: int
    column: int | None
    stable: str | None
    partial: str | None
    standing: Standing


class Match(NamedTuple):
    """A result and the row that it met, `None` for a new one; `ordinal` is that under which the result is stored.

    `has_moved`: line or column differ. `is_renamed`: the identity (fingerprint, ordinal) differs from the row's, because a fingerprint
    of the tool recognised changed code.
    """

    result: Identified
    row: StoredRow | None
    ordinal: int
    has_moved: bool
    is_renamed: bool


class Matches(NamedTuple):
    """Every result once, in file order within its outcome, and the living rows that no result met, by id."""

    unchanged: tuple[Match, ...]
    reopened: tuple[Match, ...]
    dismissed: tuple[Match, ...]
    created: tuple[Match, ...]
    missing: tuple[StoredRow, ...]


def standing_of(status: str, *, is_dismissed: bool) -> Standing:
    """Return the standing of a status; `is_dismissed`: removed by a person, rejected, or its zero risk confirmed."""
    if is_dismissed or status in {"DELETED", "REJECTED"}:
        return Standing.DISMISSED
    return Standing.SAFE if status == "SAFE" else Standing.LIVING


def match(results: Sequence[Identified], stored: Sequence[StoredRow]) -> Matches:
    """Match the results of one (root, tool, category) with its rows, whose order does not matter.

    Each new identity gets the smallest ordinal that no row with that fingerprint has, and what came back that of its previous row.
    """
    rows = sorted(stored, key=_preference)
    ordered = sorted(results, key=lambda result: result.place)
    met = _met(ordered, rows)
    matches = _with_ordinals(ordered, met, rows)
    taken = {row.id for row in met.values()}
    return Matches(
        unchanged=_having(matches, Standing.LIVING),
        reopened=_having(matches, Standing.SAFE),
        dismissed=_having(matches, Standing.DISMISSED),
        created=tuple(one for one in matches if one.row is None),
        missing=tuple(sorted((row for row in rows if row.standing is Standing.LIVING and row.id not in taken), key=lambda row: row.id)),
    )


def _preference(row: StoredRow) -> tuple[int, int, int, int, str]:
    return row.standing, row.line, row.column or 0, row.ordinal, row.id


def _having(matches: Sequence[Match], standing: Standing) -> tuple[Match, ...]:
    return tuple(one for one in matches if one.row is not None and one.row.standing is standing)


def _in_place(item: Identified | StoredRow) -> Hashable:
    return item.fingerprint, item.line, item.column


def _by_stable(item: Identified | StoredRow) -> Hashable:
    return item.stable


def _by_partial(item: Identified | StoredRow) -> Hashable:
    return item.partial


def _by_text(item: Identified | StoredRow) -> Hashable:
    return item.fingerprint


_PASSES: tuple[Callable[[Identified | StoredRow], Hashable], ...] = (_in_place, _by_stable, _by_partial, _by_text)


def _met(results: Sequence[Identified], rows: Sequence[StoredRow]) -> Mapping[Identified, StoredRow]:
    """Run the passes over living and dismissed rows, then over safe ones; `results` and `rows` are in order of preference."""
    met: dict[Identified, StoredRow] = {}
    for is_safe in (False, True):
        candidates = [row for row in rows if (row.standing is Standing.SAFE) is is_safe]
        for key in _PASSES:
            open_results = [result for result in results if result not in met]
            taken = {row.id for row in met.values()}
            open_rows = [row for row in candidates if row.id not in taken]
            met.update(_pairs(open_results, open_rows, key))
    return met


def _pairs(
    results: Sequence[Identified], rows: Sequence[StoredRow], key: Callable[[Identified | StoredRow], Hashable]
) -> Iterator[tuple[Identified, StoredRow]]:
    rows_by_key = _grouped(rows, key)
    for value, group in _grouped(results, key).items():
        found = rows_by_key.get(value, ())
        if found:
            yield from nearest_pairs([At(one.line, one) for one in _by_column(group)], [At(row.line, row) for row in found])


def _by_column(results: Iterable[Identified]) -> list[Identified]:
    return sorted(results, key=lambda result: (result.line, result.column or 0, result.place))


def _grouped(items: Iterable[_Item], key: Callable[[_Item], Hashable]) -> Mapping[Hashable, Sequence[_Item]]:
    groups: defaultdict[Hashable, list[_Item]] = defaultdict(list)
    for item in items:
        value = key(item)
        if value is not None:
            groups[value].append(item)
    return groups


def _with_ordinals(results: Sequence[Identified], met: Mapping[Identified, StoredRow], rows: Sequence[StoredRow]) -> tuple[Match, ...]:
    used: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        used[row.fingerprint].add(row.ordinal)
    lowest: defaultdict[str, int] = defaultdict(int)

    def ordinal_of(result: Identified, row: StoredRow | None) -> int:
        if row is not None and row.fingerprint == result.fingerprint:
            return row.ordinal
        taken = used[result.fingerprint]
        ordinal = lowest[result.fingerprint]
        while ordinal in taken:
            ordinal += 1
        taken.add(ordinal)
        lowest[result.fingerprint] = ordinal + 1
        return ordinal

    return tuple(_to_match(result, met.get(result), ordinal_of(result, met.get(result))) for result in results)


def _to_match(result: Identified, row: StoredRow | None, ordinal: int) -> Match:
    return Match(
        result=result,
        row=row,
        ordinal=ordinal,
        has_moved=row is not None and (row.line, row.column) != (result.line, result.column),
        is_renamed=row is not None and (row.fingerprint, row.ordinal) != (result.fingerprint, ordinal),
    )
