"""Pairing two sets of lines in order of distance, in O(n log n)."""

import heapq
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

Left = TypeVar("Left")
Right = TypeVar("Right")


class At(NamedTuple, Generic[Left]):
    """A thing and the line it stands on."""

    line: int
    thing: Left


class _Stop(NamedTuple, Generic[Left, Right]):
    """What is left on one line; after the pairs of distance 0 only one of the two has something."""

    line: int
    lefts: deque[Left]
    rights: deque[Right]


def nearest_pairs(lefts: Sequence[At[Left]], rights: Sequence[At[Right]]) -> Iterator[tuple[Left, Right]]:
    """Yield pairs until one side is used up, always the two that are closest; among equals those on lower lines, then the earlier given."""
    stops = _stops(lefts, rights)
    for stop in stops:
        while stop.lefts and stop.rights:
            yield stop.lefts.popleft(), stop.rights.popleft()
    rest = [stop for stop in stops if stop.lefts or stop.rights]
    yield from _distant_pairs(rest)


def _stops(lefts: Sequence[At[Left]], rights: Sequence[At[Right]]) -> list[_Stop[Left, Right]]:
    lines = {left.line for left in lefts} | {right.line for right in rights}
    stops = {line: _Stop[Left, Right](line, deque(), deque()) for line in sorted(lines)}
    for left in lefts:
        stops[left.line].lefts.append(left.thing)
    for right in rights:
        stops[right.line].rights.append(right.thing)
    return list(stops.values())


def _distant_pairs(stops: Sequence[_Stop[Left, Right]]) -> Iterator[tuple[Left, Right]]:
    """The two closest are always neighbours among what is left: what stood between them would be closer to one of them."""
    before = list(range(-1, len(stops) - 1))
    after = list(range(1, len(stops) + 1))
    waiting = [entry for low in range(len(stops) - 1) for entry in _candidates(stops, low, low + 1)]
    heapq.heapify(waiting)
    while waiting:
        _, low, high = heapq.heappop(waiting)
        first, second = stops[low], stops[high]
        # An entry outlives its stops; to unlink one twice would join what stands no more.
        if not _can_pair(first, second):
            continue
        while first.lefts and second.rights:
            yield first.lefts.popleft(), second.rights.popleft()
        while second.lefts and first.rights:
            yield second.lefts.popleft(), first.rights.popleft()
        for spent in (number for number in (low, high) if not (stops[number].lefts or stops[number].rights)):
            _unlink(spent, before, after)
            for entry in _candidates(stops, before[spent], after[spent]):
                heapq.heappush(waiting, entry)


def _candidates(stops: Sequence[_Stop[Left, Right]], low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """Yield distance and numbers of two neighbours, unless one is missing or both have the same side."""
    if low < 0 or high >= len(stops):
        return
    first, second = stops[low], stops[high]
    if _can_pair(first, second):
        yield second.line - first.line, low, high


def _can_pair(first: _Stop[Left, Right], second: _Stop[Left, Right]) -> bool:
    return bool((first.lefts and second.rights) or (first.rights and second.lefts))


def _unlink(spent: int, before: list[int], after: list[int]) -> None:
    low, high = before[spent], after[spent]
    if low >= 0:
        after[low] = high
    if high < len(before):
        before[high] = low
