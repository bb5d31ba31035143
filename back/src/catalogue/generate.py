"""Makes `data/cwe.json` of a table of the CWE project: the list of the Research Concepts view (1000) as CSV."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

_PARENT = re.compile(r"NATURE:ChildOf:CWE ID:([0-9]+):VIEW ID:1000:")
_LEFT_OUT = ("Deprecated", "Obsolete")


class Row(NamedTuple):
    """One weakness of the table; `parent` is the primary one, which stands first, and `None` for a pillar."""

    cwe_id: int
    name: str
    parent: int | None


def read_rows(lines: Iterable[str]) -> tuple[Row, ...]:
    """Read the weaknesses in use, in the order of their ids."""
    table = csv.DictReader(lines)
    rows = (_row(line) for line in table if line["Status"] not in _LEFT_OUT)
    return tuple(sorted(rows))


def _row(line: Mapping[str, str]) -> Row:
    parent = _PARENT.search(line["Related Weaknesses"])
    return Row(cwe_id=int(line["CWE-ID"]), name=line["Name"].strip(), parent=int(parent[1]) if parent else None)


def pillar_of(cwe_id: int, parents: Mapping[int, int | None]) -> int:
    """Return the topmost weakness above one, by primary parents."""
    parent = parents[cwe_id]
    return cwe_id if parent is None else pillar_of(parent, parents)


def to_json(rows: Iterable[Row]) -> str:
    """Write `{"<id>": ["<name>", <id of the pillar>]}`, one weakness a line so that versions can be compared."""
    known = tuple(rows)
    parents = {row.cwe_id: row.parent for row in known}
    lines = (f'"{row.cwe_id}": {json.dumps([row.name, pillar_of(row.cwe_id, parents)], ensure_ascii=False)}' for row in known)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(source: str, target: str) -> None:
    """Read the CSV file `source` and write the JSON file `target`."""
    with Path(source).open(encoding="utf-8", newline="") as lines:
        text = to_json(read_rows(lines))
    Path(target).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
