"""The executor that reads plain fields in place answers as the one of graphql-core does, errors and all."""

from typing import Any, NamedTuple

import pytest
from ariadne import ObjectType, QueryType, make_executable_schema
from graphql import ExecutionResult, Executor, execute, parse
from hypothesis import given
from hypothesis import strategies as st

from api.executor.inline import InlineExecutor
from api.executor.leaf import resolve_leaf
from api.leaves import read_from

SDL = """
type Query { thing: Thing things: [Thing] strict: Thing! }
enum Colour { RED GREEN }
type Thing {
  name: String
  must: String!
  number: Int
  ratio: Float
  flag: Boolean
  colour: Colour
  id: ID
  tags: [String!]
  deep: String
  mustDeep: String!
  asked(upper: Boolean): String
  slow: String
  broken: String
  method: String
  inner: Thing
  absent: String
}
"""


class Inner(NamedTuple):
    deep: Any = "deep"


class Thing(NamedTuple):
    """Any value may stand in any field."""

    name: Any = "a name"
    must: Any = "here"
    number: Any = 7
    ratio: Any = 0.5
    flag: Any = True
    colour: Any = "RED"
    id: Any = "id"
    tags: Any = ("x", "y")
    part: Any = Inner()
    inner: Any = None

    def method(self) -> str:
        return "never called"


async def slow(_parent: Thing, _info: object) -> str:
    return "slow"


def broken(_parent: Thing, _info: object) -> str:
    raise ValueError("broken")


def asked(_parent: Thing, _info: object, *, upper: bool = False) -> str:
    return "ASKED" if upper else "asked"


def schema(thing: object) -> Any:
    query, kind = QueryType(), ObjectType("Thing")
    for name in ("thing", "strict"):
        query.set_field(name, lambda *_: thing)
    query.set_field("things", lambda *_: [thing, None, thing])
    kind.set_field("deep", read_from("part.deep"))
    kind.set_field("mustDeep", read_from("part.deep"))
    kind.set_field("slow", slow)
    kind.set_field("broken", broken)
    kind.set_field("asked", asked)
    return make_executable_schema(SDL, query, kind)


async def answer(executor: type[Executor[Any]], thing: object, document: str) -> tuple[Any, list[str]]:
    result = execute(schema(thing), parse(document), field_resolver=resolve_leaf, executor_class=executor)
    ended = result if isinstance(result, ExecutionResult) else await result
    return ended.data, sorted(f"{error.path} {error.message} {error.locations}" for error in ended.errors or ())


FIELDS = (
    "name",
    "must",
    "number",
    "ratio",
    "flag",
    "colour",
    "id",
    "tags",
    "deep",
    "mustDeep",
    "asked(upper: true)",
    "slow",
    "broken",
    "method",
    "absent",
    "again: name",
    "__typename",
    "... on Thing { number inner { name must } }",
    "inner { mustDeep slow }",
)
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, "RED", "BLUE", 1, -1, 2**40, 0.5, float("nan"), True, "", [], ("a", None), {"a": 1}, ValueError("a value")]
)
THINGS = st.builds(
    Thing,
    name=VALUES,
    must=VALUES,
    number=VALUES,
    ratio=VALUES,
    flag=VALUES,
    colour=VALUES,
    id=VALUES,
    tags=VALUES,
    part=st.sampled_from([Inner(), Inner(None), None]),
    inner=st.sampled_from([None, Thing(), Thing(must=None)]),
)


@given(THINGS, st.lists(st.sampled_from(FIELDS), min_size=1, max_size=8), st.sampled_from(["thing", "things", "strict"]))
async def test_the_answers_are_those_of_graphql_core(thing: Thing, fields: list[str], root: str) -> None:
    document = f"{{ {root} {{ {' '.join(fields)} }} }}"

    assert repr(await answer(InlineExecutor, thing, document)) == repr(await answer(Executor, thing, document))


@pytest.mark.parametrize("source", [{"name": "n", "must": "m"}, {}, {"mustDeep": 1}])
async def test_mappings_are_read_as_values_are(source: dict[str, object]) -> None:
    document = "{ thing { name must absent } }"

    assert await answer(InlineExecutor, source, document) == await answer(Executor, source, document)


async def test_the_order_is_that_of_the_document() -> None:
    data, errors = await answer(InlineExecutor, Thing(), "{ thing { slow name asked number deep } }")

    assert (list(data["thing"]), errors) == (["slow", "name", "asked", "number", "deep"], [])
