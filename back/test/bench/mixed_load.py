"""`load`: reads, treatments and small imports together, with bounded concurrency, against the whole service with two web processes.

It is not part of the benchmarks: it has no counterpart and no aim, and tells how the service bears work of several kinds at once.
"""

import asyncio
import itertools
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import orjson

from by_hand import LIST
from cli.demo_scan import sarif_of
from filling import fill, one_finding
from http_client import Answer, Connection, connected
from importing import FORM, form_of, import_file
from memory import mebibytes
from running_service import Running
from served import whole
from updating import TREAT
from world import GROUP

CONNECTIONS = 8
VULNERABILITIES = 5_000
BETWEEN_LOOKS = 15.0
ROOTS = 10
"""How many roots the small files go to, each time with other results."""
SHARES: Mapping[str, int] = MappingProxyType({"list of 50": 45, "one vulnerability": 25, "gate": 10, "treatment": 15, "import of 20": 5})
"""Of a hundred requests."""
ONE = "query ($id: String!) { vulnerability(uuid: $id) { id where specific state treatmentStatus finding { title } } }"
GATE = "query ($group: String!, $root: String) { group(groupName: $group) { gate(rootNickname: $root) { exitCode } } }"


class Subject(NamedTuple):
    """What requests are about."""

    headers: Mapping[str, str]
    finding: str
    ids: Sequence[str]
    files: Sequence[bytes]


@dataclass(slots=True)
class Seen:
    """What came of the requests so far, which all connections write down together."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, dict[str, float]]] = field(default_factory=list)


async def run(minutes: float) -> str:
    """Load the service for so long and return what was seen, in lines."""
    with tempfile.TemporaryDirectory() as folder:
        finding, vulnerabilities = one_finding(VULNERABILITIES)
        filled = await fill(Path(folder), VULNERABILITIES, finding, *vulnerabilities)
        files = [b"".join([chunk async for chunk in sarif_of(f"part{number}", 20)]) for number in range(ROOTS)]
        subject = Subject(filled.bearer, finding.id, [each.id for each in vulnerabilities], files)
        with whole(filled.data, "--workers", "2") as service:
            seen = await _load(service, subject, minutes * 60)
    return "\n".join(_lines(seen, minutes * 60))


async def _load(service: Running, subject: Subject, seconds: float) -> Seen:
    seen = Seen()
    async with AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(connected(service.url)) for _ in range(CONNECTIONS)]
        for number, file in enumerate(subject.files):
            # So that the gate has something to decide about from the beginning.
            await import_file(connections[0], subject.headers, f"part{number}", file, {"created": 20, "unchanged": 0})
        until = time.monotonic() + seconds
        watching = asyncio.create_task(_watch(service, seen))
        await asyncio.gather(*(_repeat(each, subject, seen, until, random.Random(seed)) for seed, each in enumerate(connections)))
        watching.cancel()
    seen.memory.append((seconds, mebibytes(service)))
    return seen


async def _watch(service: Running, seen: Seen) -> None:
    for number in itertools.count():
        seen.memory.append((number * BETWEEN_LOOKS, await asyncio.to_thread(mebibytes, service)))
        await asyncio.sleep(BETWEEN_LOOKS)


async def _repeat(connection: Connection, subject: Subject, seen: Seen, until: float, chance: random.Random) -> None:
    while time.monotonic() < until:
        (kind,) = chance.choices(tuple(SHARES), tuple(SHARES.values()))
        started = time.perf_counter()
        answer = await _ask(connection, kind, subject, chance)
        seen.seconds[kind].append(time.perf_counter() - started)
        for code in _errors(answer):
            seen.errors[f"{kind}: {code}"] += 1


async def _ask(connection: Connection, kind: str, subject: Subject, chance: random.Random) -> Answer:
    headers, some = subject.headers, chance.choice(subject.ids)
    match kind:
        case "list of 50":
            return await connection.graphql(LIST, {"group": GROUP.name, "first": 50}, headers=headers)
        case "one vulnerability":
            return await connection.graphql(ONE, {"id": some}, headers=headers)
        case "gate":
            return await connection.graphql(GATE, {"group": GROUP.name, "root": f"part{chance.randrange(ROOTS)}"}, headers=headers)
        case "treatment":
            why = f"Load {chance.random()}"
            return await connection.graphql(TREAT, {"finding": subject.finding, "ids": [some], "why": why}, headers=headers)
    number = chance.randrange(ROOTS)
    return await connection.ask("POST", "/api", headers={**headers, **FORM}, body=form_of(f"part{number}", subject.files[number]))


def _errors(answer: Answer) -> list[str]:
    body = orjson.loads(answer.body)
    codes = [str(error.get("extensions", {}).get("code")) for error in body.get("errors", ())]
    return codes or ([] if answer.status == 200 else [str(answer.status)])


def _lines(seen: Seen, seconds: float) -> list[str]:
    every = [taken for times in seen.seconds.values() for taken in times]
    kinds = [_line(kind, seen.seconds[kind], seconds) for kind in SHARES if len(seen.seconds[kind]) > 1]
    errors = [f"{number} x {name}" for name, number in seen.errors.most_common()] or ["none"]
    memory = [f"{at:>5.0f} s  {sum(sizes.values()):>5.0f} MiB  {_parts(sizes)}" for at, sizes in seen.memory]
    head = f"{'kind':20}{'requests':>10}{'a second':>10}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}{'worst':>10}"
    return [head, *kinds, _line("all", every, seconds), f"errors: {', '.join(errors)}", "memory (PSS):", *memory]


def _line(kind: str, times: Sequence[float], seconds: float) -> str:
    cuts = statistics.quantiles(times, n=100)
    cells = "".join(f"{value * 1_000:>10.1f}" for value in (cuts[49], cuts[94], cuts[98], max(times)))
    return f"{kind:20}{len(times):>10,}{len(times) / seconds:>10.1f}{cells}"


def _parts(sizes: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {size:.0f}" for name, size in sizes.items())
