"""The benchmarks, and the load of a whole service; benchmarks fail when one misses its aim."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import structlog

import importing
import listing
import mixed_load
import page
import small
import starting
import store_calls
import updating
from outcome import Row, to_json, to_table
from profiling import profile

LOAD = "load"
Bench = Callable[[], Awaitable[tuple[Row, ...]]]
BENCHES: Mapping[str, Bench] = MappingProxyType(
    {
        "list": listing.run,
        "small": small.run,
        "page": page.run,
        "import": importing.run,
        "update": updating.run,
        "start": starting.run,
        "calls": store_calls.run,
    }
)


def main(arguments: list[str]) -> None:
    """Run benchmarks one after the other, and print their rows together at the end; or profile one, or load the whole service."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHES)} (without a name, all of them), or load alone")
    parser.add_argument("--json", action="store_true", help="print each row as a JSON object")
    parser.add_argument("--profile", choices=BENCHES, metavar="NAME", help="draw where the time of a benchmark goes, and say in which file")
    parser.add_argument("--minutes", type=float, default=5, help="how long to load the service")
    given = parser.parse_args(arguments)
    if given.profile:
        print(profile(given.profile, Path.cwd()))
    elif given.names == [LOAD]:
        print(asyncio.run(mixed_load.run(given.minutes)))
    else:
        _measure(parser, given.names or list(BENCHES), as_json=given.json)


def _measure(parser: argparse.ArgumentParser, names: list[str], *, as_json: bool) -> None:
    unknown = sorted(set(names) - BENCHES.keys())
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHES)}, and load alone")
    rows = tuple(row for name in names for row in _run(name))
    print(to_json(rows) if as_json else to_table(rows))
    missed = sorted({row.bench for row in rows if not row.is_met})
    if missed:
        sys.exit(f"aim missed: {', '.join(missed)}")


def _run(name: str) -> tuple[Row, ...]:
    print(f"{name} ...", file=sys.stderr, flush=True)
    # What is served in this process says nothing between the rows.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    async def run() -> tuple[Row, ...]:
        return await BENCHES[name]()

    return asyncio.run(run())


if __name__ == "__main__":
    main(sys.argv[1:])
