"""From events to the values that a shape asks for."""

from collections.abc import Iterator

from scans.errors import InvalidScanFile
from scans.json_events import Event
from scans.sarif.shapes import Left, Listed, Listing, Record, Scalar, Shape, Table

MAX_DEPTH = 256
_VALUE_COST = 100


class Builder:
    """Builds values from one stream of events, within an allowance of characters and values that its user may renew."""

    __slots__ = ("_allowance", "events")

    def __init__(self, events: Iterator[Event], *, allowance: int) -> None:
        self.events = events
        self._allowance = allowance

    @property
    def is_exhausted(self) -> bool:
        """Tell whether something was left out because the allowance was used up."""
        return self._allowance < 0

    def renew(self, allowance: int) -> None:
        """Begin a new account of what is kept."""
        self._allowance = allowance

    def read(self) -> Event:
        """Read the first event of a value."""
        event = next(self.events, None)
        if event is None:
            raise InvalidScanFile(reason="it ends too early")
        return event

    def keys(self) -> Iterator[str]:
        """Yield the keys of the object whose start was read; its user reads each value before going on."""
        for kind, key in self.events:
            if kind == "end_map":
                return
            yield str(key)

    def items(self) -> Iterator[Event]:
        """Yield the first event of each item of the array whose start was read; its user reads the rest of each before going on."""
        for event in self.events:
            if event[0] == "end_array":
                return
            yield event

    def skip(self, first: Event) -> None:
        """Read the rest of a value without keeping anything."""
        if first[0] not in _STARTS:
            return
        depth = 1
        for kind, _ in self.events:
            if kind in _STARTS:
                depth += 1
                if depth > MAX_DEPTH:
                    raise InvalidScanFile(reason=f"it is nested deeper than {MAX_DEPTH}")
            elif kind in _ENDS:
                depth -= 1
                if not depth:
                    return

    def build(self, first: Event, shape: Shape) -> object:
        """Read the rest of a value and return what the shape keeps: a scalar, `dict`, `Listed`, or `Left` where it is something else."""
        kind, value = first
        if kind == "start_map":
            if isinstance(shape, Record):
                return self._record(shape)
            if isinstance(shape, Table):
                return self._table(shape)
            self.skip(first)
            return Left.OBJECT
        if kind == "start_array":
            if isinstance(shape, Listing):
                return self._listing(shape)
            self.skip(first)
            return Left.ARRAY
        return self._scalar(value, shape)

    def _scalar(self, value: object, shape: Shape) -> object:
        if not isinstance(value, str):
            self._allowance -= _VALUE_COST
            return value
        kept = value[: shape.limit if isinstance(shape, Scalar) else _VALUE_COST]
        self._allowance -= _VALUE_COST + len(kept)
        return kept

    def _record(self, shape: Record) -> dict[str, object]:
        self._allowance -= _VALUE_COST
        fields = shape.fields
        built: dict[str, object] = {}
        for key in self.keys():
            first = next(self.events)
            inner = fields.get(key)
            if inner is None or self._allowance < 0:
                self.skip(first)
            else:
                built[key] = self.build(first, inner)
        return built

    def _table(self, shape: Table) -> dict[str, object]:
        self._allowance -= _VALUE_COST
        built: dict[str, object] = {}
        for key in self.keys():
            first = next(self.events)
            if len(built) >= shape.limit or self._allowance < 0:
                self.skip(first)
            else:
                self._allowance -= len(key)
                built[key] = self.build(first, shape.item)
        return built

    def _listing(self, shape: Listing) -> Listed:
        built: list[object] = []
        total = cut = 0
        for first in self.items():
            total += 1
            if len(built) >= shape.limit or self._allowance < 0:
                cut += 1
                self.skip(first)
                continue
            before = self._allowance
            item = self.build(first, shape.item)
            if shape.accept is None or shape.accept(item):
                built.append(item)
            else:
                self._allowance = before
        return Listed(tuple(built), total, cut)


_STARTS = frozenset({"start_map", "start_array"})
_ENDS = frozenset({"end_map", "end_array"})
