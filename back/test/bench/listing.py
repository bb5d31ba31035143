"""`list`: 1,000 vulnerabilities with 20 fields each and the title of their finding, over HTTP, against the same by hand."""

import tempfile
from pathlib import Path

import orjson

from by_hand import ENTITIES_PATH, LIST, LIST_PATH
from filling import fill
from http_client import Connection, connected
from outcome import Aim, Row
from served import served
from timing import in_turns, milliseconds
from world import GROUP

NUMBER = 1_000
ROUNDS = 25


async def run() -> tuple[Row, ...]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        filled = await fill(Path(folder), NUMBER)
        with served(filled.data) as server:
            async with connected(server.url) as connection:
                return await _measure(connection, filled.bearer)


async def _measure(connection: Connection, headers: dict[str, str]) -> tuple[Row, ...]:
    variables = {"group": GROUP.name, "first": NUMBER}
    first = (await connection.graphql(LIST, variables, headers=headers)).body
    cost = orjson.loads(first)["extensions"]["cost"]["cost"]
    question = f"?group={GROUP.name}&first={NUMBER}&cost={cost}"

    async def ask() -> bytes:
        return (await connection.graphql(LIST, variables, headers=headers)).body

    async def by_hand() -> bytes:
        return (await connection.ask("GET", LIST_PATH + question, headers=headers)).body

    async def of_entities() -> bytes:
        return (await connection.ask("GET", ENTITIES_PATH + question, headers=headers)).body

    assert first.count(b'"findingId"') == NUMBER
    assert await by_hand() == await of_entities() == first
    own, hand, entities = await in_turns((ask, by_hand, of_entities), rounds=ROUNDS)
    work = f"{NUMBER:,} x 20 fields, {len(first) // 1_000} kB"
    return (
        Row("list", work, milliseconds(own), f"{milliseconds(hand)} by hand", own / hand, Aim(2)),
        Row(
            "list",
            "the same, without codecs and scopes",
            milliseconds(own),
            f"{milliseconds(entities)} by hand of entities",
            own / entities,
        ),
    )
