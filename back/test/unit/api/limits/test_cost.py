import pytest
from graphql import OperationDefinitionNode, parse

from api.limits.cost import Weight, weigh_operation
from api.limits.definitions import collect_definitions
from small_service import small_schema

SCHEMA = small_schema()


def weigh(query: str) -> Weight:
    definitions = collect_definitions(parse(query))
    operation: OperationDefinitionNode = definitions.operations[0]
    return weigh_operation(SCHEMA, operation, definitions.fragments)


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{me{id name}}", 3),
        ("{__typename}", 1),
        ("{people{id}}", 1 + 20),
        ("{people{friends{id name}}}", 1 + 20 * (1 + 20 * 2)),
        ("{me{matrix{id}}}", 2 + 20 * 20),
        ("{peopleConnection{total}}", 1 + 100),
        ("{othersConnection{total}}", 1 + 100),
        ("{peopleConnection(first:7){total}}", 1 + 7),
        ("{peopleConnection(first:0){total}}", 1 + 1),
        ("{peopleConnection(first:-5){total}}", 1 + 1),
        ("{peopleConnection(first:null){total}}", 1 + 100),
        ("{peopleConnection(first:10){edges{node{name}}}}", 1 + 10 * (1 + 1 + 1)),
        ("{a:me{...F} b:me{...F}} fragment F on Person{id friends{id}}", 2 * (1 + 2 + 20)),
        ("{me{... on Named{name} ...{id}}}", 3),
        ("{people @include(if:false){id}}", 21),
        ("{__schema{types{fields{name}}}}", 400),
        ('{__type(name:"Person"){...F}} fragment F on __Type{name fields{name}}', 400),
    ],
)
def test_the_cost_counts_each_field_as_often_as_the_lists_above_it_may_answer_it(query: str, cost: int) -> None:
    assert weigh(query).evaluate({}) == cost


@pytest.mark.parametrize(
    ("variables", "cost"),
    [
        ({"n": 3}, 4),
        ({}, 101),
        ({"n": None}, 101),
        ({"n": "3"}, 101),
        ({"n": True}, 101),
        ({"n": 4.0}, 5),
        ({"n": 4.5}, 101),
        ({"n": 0}, 2),
    ],
)
def test_a_page_size_is_read_from_its_variable_when_that_is_a_whole_number(variables: dict[str, object], cost: int) -> None:
    assert weigh("query($n:Int){peopleConnection(first:$n){total}}").evaluate(variables) == cost


def test_a_variable_that_is_not_given_has_its_own_default() -> None:
    weight = weigh("query($n:Int=9){peopleConnection(first:$n){total}}")

    assert (weight.evaluate({}), weight.evaluate({"n": 2})) == (10, 3)


def test_page_sizes_within_page_sizes_are_multiplied() -> None:
    weight = weigh(
        "query($n:Int,$m:Int){people{id}peopleConnection(first:$n){edges{node{friends{id}}}}b:othersConnection(first:$m){total}}"
    )

    assert weight.evaluate({"n": 5, "m": 7}) == (1 + 20) + (1 + 5 * (1 + 1 + (1 + 20 * 1))) + (1 + 7)


def test_a_page_size_of_absurd_length_costs_what_it_says() -> None:
    assert weigh("query($n:Int){peopleConnection(first:$n){total}}").evaluate({"n": 10**18}) == 10**18 + 1
