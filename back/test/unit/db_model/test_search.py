"""What the index is told of a change, and which documents it is asked for."""

import pytest

import factories
from db_model.executions.facet import FACET as EXECUTIONS
from db_model.executions.types import Execution, Strictness
from db_model.facet import to_item
from db_model.search import SEARCH
from db_model.vulnerabilities.facet import FACET as VULNERABILITIES
from store.index import Operation, Target, Upsert
from store.values import Item, Key

EXECUTION = Execution(
    id="run#7%",
    group_name="unittesting",
    organization_id="ORG#1",
    date=factories.NOW,
    exit_code="0",
    strictness=Strictness.LAX,
    created_by=factories.BY,
    created_at=factories.NOW,
)
ITEMS = (to_item(EXECUTIONS, EXECUTION), to_item(VULNERABILITIES, factories.vulnerability(factories.finding(factories.group()))))


def target(operation: Operation) -> Target:
    place = operation.document if isinstance(operation, Upsert) else operation
    return Target(place.collection, place.id)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key.partition.partition("#")[0])
def test_each_change_of_an_item_is_an_operation_on_each_of_its_documents(item: Item) -> None:
    expected = list(SEARCH.documents(item.key))

    assert len(expected) == 1
    for old, new in ((None, item), (item, item), (item, None)):
        assert [target(operation) for operation in SEARCH.projection(item.key, old, new)] == expected


def test_every_entity_that_is_projected_tells_its_documents() -> None:
    assert {item.key.partition.partition("#")[0] for item in ITEMS} == SEARCH.tags


@pytest.mark.parametrize("key", [Key("VULN#1", "HIST#STATE#0000000001"), Key("ORG#1", "#")])
def test_what_is_not_projected_has_no_documents(key: Key) -> None:
    assert list(SEARCH.documents(key)) == []
