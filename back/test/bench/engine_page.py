"""The cases of `page` on an engine of the index, and how long after it is applied a document is found.

`python back/test/bench/engine_page.py URL [SIZE ...]`; the indexes have a prefix of their own and are removed at the end. No aim: an engine
answers in a time of its own, which its network and its machine make, and the numbers are for the documentation.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import repeat

import page
from db_model.search import SEARCH
from db_model.vulnerabilities.projection import COLLECTION
from search.building import build, missing
from search.index import OpenSearchIndex, to_index
from search_engine import engine, no_items
from store.index import Aggregate, AnyOf, Between, Document, Metric, MetricKind, Search, Upsert
from store.seen import Written, to_position
from store.values import Key

SIZES = (10_000, 100_000)
AT_ONCE = 2_000
TRIES = 20
COUNTS = Aggregate(
    COLLECTION.name, page.SCOPE, group_by=("status", "level"), metrics=(Metric(MetricKind.COUNT), Metric(MetricKind.SUM, "score"))
)


async def run(url: str, sizes: Sequence[int]) -> None:
    """Measure and print."""
    async with engine(url) as (client, prefix):
        await build(client, prefix, SEARCH, no_items(), names=await missing(client, prefix, SEARCH), grace=0)
        index = to_index(client, prefix, SEARCH)
        for before, size in zip((0, *sizes), sizes, strict=False):
            await _fill(index, before, size)
            await client.indices.refresh(index=f"{prefix}-*")
            print(f"{size:,} documents; milliseconds of a page, and of a page with its total")
            for case in page.CASES:
                times = await page._measure(index, case.search)
                print(f"  {case.name:30}{times.page:>10.2f}{times.with_total:>10.2f}")
            print(f"  {'buckets of status and level':30}{await _median(index):>10.2f}")
            await _lag(index, f"{size}-")


async def _fill(index: OpenSearchIndex, before: int, size: int) -> None:
    started = time.perf_counter()
    for start in range(before, size, AT_ONCE):
        await index.apply(tuple(page._documents(start, min(start + AT_ONCE, size))))
    print(f"applied {(size - before) / (time.perf_counter() - started):,.0f} documents a second")


async def _median(index: OpenSearchIndex) -> float:
    taken = []
    for number in range(page.TIMES):
        # Another filter each time, as the engine remembers what it has counted.
        request = replace(COUNTS, filters=(Between("score", Decimal(number) / 100, None),))
        started = time.perf_counter()
        await index.aggregate(request)
        taken.append((time.perf_counter() - started) * 1_000)
    return statistics.median(taken)


async def _lag(index: OpenSearchIndex, names: str) -> None:
    """Measure from the call that applies a document until it is found: when somebody waits for it, and when nobody does."""
    waited, unwaited = [], []
    for number in range(TRIES):
        started = time.perf_counter()
        key = await _write(index, f"{names}waited{number}")
        await index.wait_for(to_position([Written(key, 1)]), timedelta(seconds=20))
        waited.append((time.perf_counter() - started) * 1_000)
    for number in range(TRIES):
        await asyncio.sleep(0.13 * (number % 7))
        search = Search(COLLECTION.name, page.SCOPE, (AnyOf("id", frozenset({f"{names}{number}"})),), first=1)
        started = time.perf_counter()
        await _write(index, f"{names}{number}")
        for pause in repeat(0.01):
            if (await index.search(search)).ids:
                break
            await asyncio.sleep(pause)
        unwaited.append((time.perf_counter() - started) * 1_000)
    for name, taken in (("applied until waited for", waited), ("applied until found", unwaited)):
        print(f"  {name:30}{statistics.median(taken):>10.2f}, at most {max(taken):.2f}")


async def _write(index: OpenSearchIndex, name: str) -> Key:
    await index.apply([Upsert(Document(COLLECTION.name, name, 1, "g", "ORG#1", {"status": "VULNERABLE"}, "said"))])
    return Key(f"VULN#{name}", "#")


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], tuple(map(int, sys.argv[2:])) or SIZES))
