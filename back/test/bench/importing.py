"""`import` and `reimport`: a SARIF file of 10,000 results from the request until all of them can be listed, and once more the same."""

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

import bare
from cli.demo_scan import sarif_of
from composition.stores import DATABASE
from filling import fill
from http_client import Connection, connected
from outcome import Aim, Row
from served import whole
from world import GROUP

RESULTS = 10_000
ROUNDS = 3
BETWEEN_LOOKS = 0.02
IMPORT = """mutation ($group: String!, $root: String!, $file: Upload!) {
  importScan(groupName: $group, rootNickname: $root, file: $file, format: SARIF, createRoot: true) { scan { id } } }"""
SCAN = "query ($group: String!, $id: ID!) { group(groupName: $group) { scan(id: $id) { status error counts { created unchanged } } } }"
OPEN = "query ($group: String!, $root: String!) { group(groupName: $group) { vulnerabilities(first: 1, root: $root) { total } } }"
_BOUNDARY = "integrates-bench"
FORM: Mapping[str, str] = MappingProxyType({"content-type": f"multipart/form-data; boundary={_BOUNDARY}"})


class Times(NamedTuple):
    """Seconds of a round."""

    first: float
    again: float
    bare: float


async def run() -> tuple[Row, ...]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        filled = await fill(Path(folder), 0)
        with whole(filled.data) as service:
            async with connected(service.url) as connection:
                rounds = [await _round(connection, filled.bearer, filled.data / DATABASE, f"root{number}") for number in range(ROUNDS)]
    first, again, floor = (statistics.median(column) for column in zip(*rounds, strict=True))
    rate = RESULTS / first
    work = f"{RESULTS:,} results until listed"
    return (
        Row("import", work, f"{first:.2f} s", f"{floor:.2f} s bare insert of as many rows", first / floor, Aim(4)),
        Row("import", "results a second", f"{rate:,.0f}/s", "", rate, Aim(2_000, "/s", is_most=False)),
        Row("reimport", "the same file again", f"{again:.2f} s", f"{first:.2f} s the first time", again / first, Aim(0.4)),
    )


async def _round(connection: Connection, headers: Mapping[str, str], database: Path, root: str) -> Times:
    file = b"".join([chunk async for chunk in sarif_of(root, RESULTS)])
    before = bare.last_row(database)
    first = await import_file(connection, headers, root, file, {"created": RESULTS, "unchanged": 0})
    answer = await connection.graphql(OPEN, {"group": GROUP.name, "root": root}, headers=headers)
    assert orjson.loads(answer.body)["data"]["group"]["vulnerabilities"]["total"] == RESULTS, answer
    rows = bare.copied(database, after=before, mark=f"~{root}")
    again = await import_file(connection, headers, root, file, {"created": 0, "unchanged": RESULTS})
    return Times(first, again, bare.write(database, rows))


async def import_file(connection: Connection, headers: Mapping[str, str], root: str, file: bytes, counts: Mapping[str, int]) -> float:
    """Import a file and return how many seconds passed until it was done, with these counts."""
    started = time.perf_counter()
    answer = await connection.ask("POST", "/api", headers={**headers, **FORM}, body=form_of(root, file))
    identifier = orjson.loads(answer.body)["data"]["importScan"]["scan"]["id"]
    scan = await _ended(connection, headers, identifier)
    assert scan["counts"] == counts, scan
    return time.perf_counter() - started


def form_of(root: str, file: bytes) -> bytes:
    """Write the form that sends a file to a root of the group."""
    operations = orjson.dumps({"query": IMPORT, "variables": {"group": GROUP.name, "root": root, "file": None}})
    parts = (("operations", "", operations), ("map", "", b'{"0": ["variables.file"]}'), ("0", '; filename="bench.sarif"', file))
    heads = (f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() for name, more, _ in parts)
    return b"".join(head + part + b"\r\n" for head, (_, _, part) in zip(heads, parts, strict=True)) + f"--{_BOUNDARY}--\r\n".encode()


async def _ended(connection: Connection, headers: Mapping[str, str], identifier: str) -> Mapping[str, Any]:
    for pause in itertools.repeat(BETWEEN_LOOKS):
        answer = await connection.graphql(SCAN, {"group": GROUP.name, "id": identifier}, headers=headers)
        scan: Mapping[str, Any] = orjson.loads(answer.body)["data"]["group"]["scan"]
        if scan["status"] in {"DONE", "FAILED"}:
            return scan
        await asyncio.sleep(pause)
    raise AssertionError
