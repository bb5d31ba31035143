"""What a benchmark tells: rows of a table, each a measurement against its counterpart of the same run."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson


class Aim(NamedTuple):
    """What a value should be, and whether it may be at most or must be at least that."""

    value: float
    unit: str = "x"
    is_most: bool = True

    def is_met(self, value: float) -> bool:
        """Compare."""
        return value <= self.value if self.is_most else value >= self.value

    def __str__(self) -> str:
        return f"{'≤' if self.is_most else '≥'} {self.value:,g}{self.unit}"


class Row(NamedTuple):
    """A line: `measured` and `against` are texts for people, `value` is what the aim is about; without an aim it only informs."""

    bench: str
    work: str
    measured: str
    against: str
    value: float
    aim: Aim | None = None

    @property
    def is_met(self) -> bool:
        """Tell whether the aim is met, if there is one."""
        return self.aim is None or self.aim.is_met(self.value)


_HEAD = ("bench", "work", "measured", "against", "ratio", "aim", "met")


def to_table(rows: Sequence[Row]) -> str:
    """Write rows in columns."""
    lines = [_HEAD, *map(_cells, rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def to_json(rows: Sequence[Row]) -> str:
    """Write rows as one JSON object a line."""
    return "\n".join(orjson.dumps(_mapping(row)).decode() for row in rows)


def _cells(row: Row) -> tuple[str, ...]:
    unit = row.aim.unit if row.aim else "x"
    met = "" if row.aim is None else "yes" if row.is_met else "NO"
    return row.bench, row.work, row.measured, row.against, f"{row.value:,.3g}{unit}", str(row.aim or ""), met


def _mapping(row: Row) -> dict[str, object]:
    aim = {"value": row.aim.value, "unit": row.aim.unit.strip(), "isMost": row.aim.is_most} if row.aim else None
    return {**row._asdict(), "aim": aim, "isMet": row.is_met if row.aim else None}
