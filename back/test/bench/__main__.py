"""The benchmarks: `python back/test/bench [NAME ...] [--json]` runs those named, or all, and fails when one misses its aim."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

import importing
import listing
import page
import small
import updating
from outcome import Row, to_json, to_table

Bench = Callable[[], Awaitable[tuple[Row, ...]]]
BENCHES: Mapping[str, Bench] = MappingProxyType(
    {"list": listing.run, "small": small.run, "import": importing.run, "update": updating.run, "page": page.run}
)


def main(arguments: list[str]) -> None:
    """Run benchmarks one after the other, and print their rows together at the end."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHES)}; without a name, all of them")
    parser.add_argument("--json", action="store_true", help="print each row as a JSON object")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.names) - BENCHES.keys())
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHES)}")
    rows = tuple(row for name in given.names or BENCHES for row in _run(name))
    print(to_json(rows) if given.json else to_table(rows))
    missed = sorted({row.bench for row in rows if not row.is_met})
    if missed:
        sys.exit(f"aim missed: {', '.join(missed)}")


def _run(name: str) -> tuple[Row, ...]:
    print(f"{name} ...", file=sys.stderr, flush=True)

    async def run() -> tuple[Row, ...]:
        return await BENCHES[name]()

    return asyncio.run(run())


if __name__ == "__main__":
    main(sys.argv[1:])
