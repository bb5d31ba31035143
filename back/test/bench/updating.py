"""`update`: one treatment of 1,000 vulnerabilities in one call, against one transaction of as many raw items and index rows."""

import itertools
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import bare
from composition.stores import DATABASE
from filling import fill, one_finding
from http_client import Connection, connected
from outcome import Aim, Row
from served import served
from timing import milliseconds

NUMBER = 1_000
ROUNDS = 9
TREAT = """mutation ($finding: String!, $ids: [ID!]!, $why: String!) { updateVulnerabilitiesTreatmentBulk(findingId: $finding,
  vulnerabilities: $ids, treatment: IN_PROGRESS, justification: $why) { success outcomes { success } } }"""


async def run() -> tuple[Row, ...]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        finding, vulnerabilities = one_finding(NUMBER)
        filled = await fill(Path(folder), 0, finding, *vulnerabilities)
        ids = [each.id for each in vulnerabilities]
        database = filled.data / DATABASE
        with served(filled.data) as server:
            async with connected(server.url) as connection:
                times = [
                    await _round(connection, filled.bearer, database, {"finding": finding.id, "ids": ids, "why": f"Soon {number}"})
                    for number in range(ROUNDS + 1)
                ]
    own, floor = (statistics.median(column) for column in zip(*itertools.islice(times, 1, None), strict=True))
    work = f"treatment of {NUMBER:,} in one call"
    return (Row("update", work, milliseconds(own), f"{milliseconds(floor)} one raw transaction", own / floor, Aim(4)),)


async def _round(
    connection: Connection, headers: Mapping[str, str], database: Path, variables: Mapping[str, object]
) -> tuple[float, float]:
    before = bare.last_row(database)
    started = time.perf_counter()
    answer = await connection.graphql(TREAT, variables, headers=headers)
    taken = time.perf_counter() - started
    assert answer.body.count(b'"success":true') == NUMBER + 1, answer.body[:400]
    return taken, bare.write(database, bare.updated(database, after=before, mark=f"~{before}"), at_once=1 << 20)
