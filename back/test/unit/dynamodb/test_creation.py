"""The table: made as it has to be, and told of when it is not there or another one."""

from collections.abc import Iterator
from typing import Any

import pytest

from aws_stub import REGION, new_name, stub_services
from dynamodb.connection import Place, connect
from dynamodb.creation import create_table, definition
from dynamodb.errors import TableNotReady
from dynamodb.table import open_table
from store.errors import Unavailable

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def place() -> Iterator[Place]:
    """Give where a table could be that nobody has made."""
    with stub_services() as endpoint:
        yield Place(table=new_name(), region=REGION, endpoint=endpoint)


async def make(place: Place, **other: Any) -> None:
    """Make a table that differs from what it should be."""
    async with connect(place) as client:
        await client.create_table(**{**definition(place.table), **other})


async def test_a_table_is_made_once_with_all_that_it_needs(place: Place) -> None:
    assert [await create_table(place), await create_table(place)] == [True, False]

    async with connect(place) as client:
        table = (await client.describe_table(TableName=place.table))["Table"]
        life = (await client.describe_time_to_live(TableName=place.table))["TimeToLiveDescription"]
        backups = (await client.describe_continuous_backups(TableName=place.table))["ContinuousBackupsDescription"]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert {index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]] for index in table["GlobalSecondaryIndexes"]} == {
        "by_parent": ["by_parent_pk", "by_parent_sk"],
        "by_second": ["by_second_pk", "by_second_sk"],
        "unsealed": ["unsealed_pk", "unsealed_sk"],
    }
    assert (life["TimeToLiveStatus"], life["AttributeName"]) == ("ENABLED", "expires_at")
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    await (await open_table(place)).close()


async def test_a_table_without_a_stream_is_refused_until_it_has_one(place: Place) -> None:
    await make(place, StreamSpecification={"StreamEnabled": False})
    with pytest.raises(TableNotReady, match="no stream"):
        await open_table(place)

    assert await create_table(place) is False

    await (await open_table(place)).close()


async def test_a_table_that_is_not_there_is_told_of_with_the_command_that_makes_it(place: Place) -> None:
    with pytest.raises(TableNotReady, match=rf"there is no table {place.table}: .*integrates table create"):
        await open_table(place)


async def test_a_table_with_other_keys_or_indexes_is_refused_and_left_as_it_is(place: Place) -> None:
    indexes = definition(place.table)["GlobalSecondaryIndexes"][:1]
    names = [
        each
        for each in definition(place.table)["AttributeDefinitions"]
        if each["AttributeName"] in {"pk", "sk", "by_parent_pk", "by_parent_sk"}
    ]
    await make(place, GlobalSecondaryIndexes=indexes, AttributeDefinitions=names)
    for attempt in (open_table, create_table):
        with pytest.raises(TableNotReady, match="no index by_second, unsealed"):
            await attempt(place)

    other = place._replace(table=new_name())
    schema = [{"AttributeName": "id", "KeyType": "HASH"}]
    async with connect(other) as client:
        await client.create_table(
            TableName=other.table,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        with pytest.raises(TableNotReady, match="other keys than pk and sk"):
            await create_table(other)
        assert (await client.describe_table(TableName=other.table))["Table"]["KeySchema"] == schema


async def test_an_engine_that_does_not_answer_is_unavailable(place: Place) -> None:
    away = place._replace(endpoint="http://127.0.0.1:9", tries=1)
    for attempt in (open_table, create_table):
        with pytest.raises(Unavailable):
            await attempt(away)
