"""Transactions whose answer is lost on its way from a real engine: sent again, each is done once and is no conflict with itself."""

import asyncio

import pytest

from dynamo_engine import ADDRESS, new_table
from dynamodb.table import open_table
from faulty_proxy import Fault, Request, Reset, faulty_proxy
from required import need
from store.errors import Conflict
from store.values import Absent, Check, Item, Key, Put, VersionIs

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def engine() -> str:
    """Return where the engine answers."""
    return need("engines", ADDRESS or None, "INTEGRATES_TEST_DYNAMODB does not say where a DynamoDB is")


async def test_what_was_done_before_its_answer_was_lost_is_acknowledged_and_done_once(engine: str) -> None:
    async with new_table(engine) as place, faulty_proxy(engine) as proxy:
        table = await open_table(place._replace(endpoint=proxy.url))
        lost: set[bytes] = set()

        def plan(request: Request) -> Fault | None:
            """Lose the first answer to each transaction."""
            if request.call != "TransactWriteItems" or request.body in lost:
                return None
            lost.add(request.body)
            return Reset(is_done=True)

        proxy.plan = plan
        keys = [Key("P", str(number)) for number in range(12)]
        try:
            await asyncio.gather(*(table.write([Put(Item(key, 1, {}), Absent())]) for key in keys))
            for version in (1, 2, 3):
                await table.write([Put(Item(keys[0], version + 1, {}), VersionIs(version)), Check(keys[1], VersionIs(1))])
            with pytest.raises(Conflict):
                await table.write([Put(Item(keys[0], 2, {}), VersionIs(1))])
            found = await table.get_many(keys)
        finally:
            await table.close()

    assert {key: item.version for key, item in found.items()} == {**dict.fromkeys(keys, 1), keys[0]: 4}
    assert proxy.failed["TransactWriteItems"] == len(keys) + 3 + 1
