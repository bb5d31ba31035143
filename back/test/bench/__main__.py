"""The benchmarks: `python back/test/bench [NAME ...]` runs those named, or all, and fails when one misses its aim."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

import page

BENCHES: Mapping[str, Callable[[], bool]] = MappingProxyType({"page": lambda: asyncio.run(page.run())})


def main(names: list[str]) -> None:
    """Run benchmarks one after the other."""
    unknown = sorted(set(names) - BENCHES.keys())
    if unknown:
        sys.exit(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHES)}")
    missed = [name for name in (names or BENCHES) if not BENCHES[name]()]
    if missed:
        sys.exit(f"aim missed: {', '.join(missed)}")


if __name__ == "__main__":
    main(sys.argv[1:])
