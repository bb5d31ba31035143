"""What an operator does with the indexes of a real engine."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from cli.main import main
from search.building import Step
from search.errors import IndexNotReady
from search.index import to_index
from search.targets import find_indexes
from search.upkeep import KEPT, Upkeep
from search_engine import URL, engine
from store.index import Anywhere, Remove, Search
from store.values import Item, Key
from stores import SCHEMA

pytestmark = [pytest.mark.enable_socket, pytest.mark.skipif(not URL, reason="INTEGRATES_TEST_OPENSEARCH names no engine")]


async def items() -> AsyncIterator[Item]:
    yield Item(Key("BUG#a", "#"), 1, {"group": "g", "organization": "o", "text": "said"})


@pytest.fixture
async def upkeep() -> AsyncIterator[Upkeep]:
    async with engine() as (client, prefix):
        yield Upkeep(client, prefix, SCHEMA, items, grace=0)


async def test_indexes_are_made_once_and_anew_when_it_is_asked_for(upkeep: Upkeep) -> None:
    steps: list[Step] = []
    with pytest.raises(IndexNotReady):
        await upkeep.check()

    made = await upkeep.create(steps.append)
    again = await upkeep.create(steps.append)
    anew = await upkeep.rebuild(steps.append)

    await upkeep.check()
    assert (len(made.indexes), made.items, made.documents, made.refused) == (2, 1, 2, ())
    assert (again.indexes, again.items) == ((), 0)
    assert [named.name for named in await find_indexes(upkeep.client, upkeep.prefix)] == list(anew.indexes)
    assert steps == [Step(1, 2)] * 2


async def test_tidying_forgets_what_was_removed_long_ago(upkeep: Upkeep) -> None:
    await upkeep.create(lambda _step: None)
    index = to_index(upkeep.client, upkeep.prefix, SCHEMA, refreshes=True)
    await index.apply([Remove("bugs", "b", 1)])
    now = datetime.now(UTC)

    assert await upkeep.tidy(now) == ((), 0)
    assert await upkeep.tidy(now + KEPT + timedelta(minutes=1)) == ((), 1)
    assert (await index.search(Search("bugs", Anywhere()))).ids == ("a",)


def test_the_command_tells_that_nothing_is_there() -> None:
    settings = {"INTEGRATES_STORE": "aws", "INTEGRATES_SEARCH__URL": URL, "INTEGRATES_SEARCH__PREFIX": "nobody-has-this"}

    result = CliRunner().invoke(main, ["index", "check"], env=settings)

    assert (result.exit_code, result.stderr) == (
        1,
        "Error: there is no index of executions as this release makes it: run integrates index create\n",
    )
