"""Requests made to take long: none keeps the loop for long, and none is an error of ours."""

import gc
import time
from collections.abc import Mapping

import orjson
import pytest
from graphql import get_introspection_query

from api.executor.documents import Documents
from api.executor.request import read_request
from api.executor.run import run
from api.limits.refused import Refused
from app.buckets import Buckets
from app.viewer_budget import ViewerBudget
from settings import Limits
from small_service import SmallContext, SmallService, small_schema

SCHEMA = small_schema()
LIMITS = Limits()


def repeat(pattern: str, count: int) -> str:
    return " ".join(pattern.replace("N", str(number)).replace("M", str(number + 1)) for number in range(count))


def nested(opening: str, depth: int, inner: str, closing: str) -> str:
    return opening * depth + inner + closing * depth


DOCUMENTS: Mapping[str, str] = {
    "thousands of aliases": "{" + repeat("aN:__typename", 900) + "}",
    "as many aliases as pass": "{me{" + repeat("aN:name", 50) + "}}",
    "fields six hundred deep": nested("{me", 600, "", "}"),
    "fields two hundred deep": "{me" + nested("{best", 190, "{name}", "}") + "}",
    "fragments that double": "{me{...F0}}" + repeat("fragment FN on Person{...FM ...FM}", 120) + "fragment F120 on Person{name}",
    "fragments that double by aliases": (
        "{me{...F0}}" + repeat("fragment FN on Person{a:best{...FM} b:best{...FM}}", 80) + "fragment F80 on Person{name}"
    ),
    "fragments in a ring": "{me{...F0}}" + repeat("fragment FN on Person{...FM}", 150) + "fragment F150 on Person{...F0}",
    "fragments in a chain": "{me{...F0}}" + repeat("fragment FN on Person{...FM}", 200) + "fragment F200 on Person{name}",
    "fragments beside each other": "{me{" + repeat("...FN", 150) + "}}" + repeat("fragment FN on Person{name}", 150),
    "as many fragments as pass": "{me{" + repeat("...FN", 62) + "}}" + repeat("fragment FN on Person{fN}", 62),
    "one field again and again": "{me{" + repeat("name", 400) + "}}",
    "one field as often as passes": "{me{" + repeat("name", 63) + "}}",
    "nested fields again and again": "{me{" + repeat("best{best{best{name}}}", 30) + "}}",
    "nested fields as often as passes": "{me{" + repeat("best{best{best{best{best{best{name age id}}}}}}", 20) + "}}",
    "equal arguments to compare": "{" + repeat("echo(numbers:[" + repeat("1", 60) + "])", 20) + "}",
    "inline fragments": "{me{" + repeat("...{name}", 62) + "}}",
    "inline fragments in each other": "{me" + nested("{...", 190, "{name}", "}") + "}",
    "a string as long as passes": '{echo(text:"%s")}' % ("x" * 16_000),
    "a string for a number": '{echo(number:"%s")}' % ("x" * 16_000),
    "a block of lines": '{echo(text:"""%s""")}' % ("\n x" * 5_000),
    "escapes": '{echo(text:"%s")}' % ("\\u00e9" * 2_600),
    "a number of thousands of digits": "{echo(numbers:[%s])}" % ("9" * 16_000),
    "a page of thousands of digits": "{peopleConnection(first:%s){total}}" % ("9" * 16_000),
    "a fraction of thousands of digits": "{echo(number:%s)}" % ("9" * 16_000),
    "a list as long as passes": "{echo(numbers:[" + repeat("1", 1_900) + "])}",
    "a list of wrong values": "{echo(numbers:[" + repeat('"a"', 1_900) + "])}",
    "lists in lists": "{echo(nested:" + nested("[", 190, "", "]") + ")}",
    "more lists in lists": "{echo(nested:" + nested("[", 900, "", "]") + ")}",
    "objects in objects": "{echo(filter:" + nested("{filter:", 190, "{}", "}") + ")}",
    "many objects": "{echo(filter:{filters:[" + repeat('{name:"a"}', 350) + "]})}",
    "many wrong objects": "{echo(filter:{filters:[" + repeat('{nmae:"a"}', 350) + "]})}",
    "unknown fields": "{me{" + repeat("namN", 490) + "}}",
    "unknown arguments": "{echo(" + repeat("texN:1", 600) + ")}",
    "one argument again and again": "{echo(" + repeat("text:1", 600) + ")}",
    "variables without use": "query(" + repeat("$vN:Int", 480) + "){me{name}}",
    "variables of the wrong type": "query(" + repeat("$vN:Int", 200) + "){echo(numbers:[" + repeat("$vN", 200) + "])}",
    "many operations": repeat("query QN{me{name}}", 240),
    "many operations of one fragment": repeat("query QN($a:String){...F}", 50) + "fragment F on Query{echo(text:$a)}",
    "many operations of a chain": (
        repeat("query QN{me{...F0}}", 15) + repeat("fragment FN on Person{...FM}", 30) + "fragment F30 on Person{name}"
    ),
    "many nameless operations": repeat("{me{name}}", 300),
    "comments": "#a\n" * 4_000 + "{me{name}}",
    "as many comments as pass": "{me{name}}" + "#a\n" * 1_900,
    "letters that are no names": "{" + "é" * 5_000 + "}",
    "pictures": '{echo(text:"%s")}' % ("\U0001f600" * 3_900),
    "blanks": " " * 16_000 + "{me{name}}",
    "lines": "\n" * 16_000 + "{me{name}}",
    "lines before many faults": "\n" * 15_000 + "{me{" + repeat("xN", 100) + "}}",
    "commas": "," * 16_000 + "{me{name}}",
    "directives": "{me " + repeat("@include(if:true)", 300) + "{name}}",
    "unknown directives": "{me{name " + repeat("@dN", 50) + "}}",
    "types": repeat("type AN{a:Int}", 280),
    "a long type": "{me{name}}type A{" + repeat("aN:Int", 600) + "}",
    "the standard introspection": get_introspection_query(),
    "introspection in circles": "{__schema{types{" + nested("fields{type{", 6, "name", "}}") + "}}}",
    "a long name": "{" + "n" * 16_000 + "}",
    "a string without end": '{echo(text:"' + "x" * 15_000,
    "as many fields as pass": "{me{" + repeat("aN:best{" + repeat("f1 f2 f3 f4 f5 f6 f7 f8 f9", 1) + "}", 49) + "}}",
}
ASKING = "query($f:Filter,$n:[Int!],$x:[[[Int]]]){echo(filter:$f numbers:$n nested:$x)}"
VARIABLES: Mapping[str, str] = {
    "a list as long as passes": '{"n":[' + ",".join(["1"] * 9_990) + "]}",
    "a list of wrong values": '{"n":[' + ",".join(['"a"'] * 9_990) + "]}",
    "a list too long": '{"n":[' + ",".join(["1"] * 120_000) + "]}",
    "many objects": '{"f":{"filters":[' + ",".join(["{}"] * 9_000) + "]}}",
    "many wrong objects": '{"f":{"filters":[' + ",".join(['{"x":1}'] * 4_900) + "]}}",
    "lists in lists": '{"x":' + nested("[", 31, "", "]") + "}",
    "a thousand lists in lists": '{"x":' + nested("[", 1_000, "", "]") + "}",
    "a hundred thousand lists in lists": '{"x":' + nested("[", 100_000, "", "]") + "}",
    "objects in objects": '{"f":' + nested('{"filter":', 29, "{}", "}") + "}",
    "a long string": '{"f":{"name":"%s"}}' % ("x" * 200_000),
    "a long string for a list": '{"n":"%s"}' % ("x" * 200_000),
    "variables nobody declared": orjson.dumps({f"x{number}": 1 for number in range(9_000)}).decode(),
    "an object of unknown fields": orjson.dumps({"f": {f"x{number}": 1 for number in range(9_000)}}).decode(),
    "empty lists": '{"n":[' + ",".join(["[]"] * 340_000) + "]}",
    "as many empty lists as are read": '{"n":[' + ",".join(["[]"] * 49_000) + "]}",
}
BODIES: Mapping[str, bytes] = {
    **{f"document: {name}": orjson.dumps({"query": text}) for name, text in DOCUMENTS.items()},
    **{f"variables: {name}": b'{"query":%s,"variables":%s}' % (orjson.dumps(ASKING), text.encode()) for name, text in VARIABLES.items()},
    "body: a megabyte of extensions": b'{"query":"{me{name}}","extensions":{"a":[%s]}}' % b",".join([b"1"] * 400_000),
    "body: eighty thousand keys": orjson.dumps({f"k{number}": 1 for number in range(80_000)}),
}


async def answer(body: bytes) -> tuple[int, tuple[str, ...]]:
    service = SmallService()
    budget = ViewerBudget(Buckets(0, service.clock.clock()), "anyone")
    context = SmallContext(viewer=None, service=service)  # type: ignore[arg-type]  # no resolver here asks who
    try:
        request = read_request(body, LIMITS)
    except Refused as refusal:
        return refusal.status, tuple(str((error.extensions or {})["code"]) for error in refusal.errors)
    documents = Documents(LIMITS.document_cache_bytes)
    reply = await run(request, schema=SCHEMA, context=context, documents=documents, limits=LIMITS, budget=budget)
    return reply.status, reply.error_codes


def measure_calibration() -> float:
    """Return the seconds of processor that a loop of a million turns takes here and now."""
    begin = time.thread_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.thread_time() - begin


@pytest.mark.parametrize("case", BODIES)
async def test_a_hostile_request_is_answered_soon_and_never_by_an_error_of_ours(case: str) -> None:
    # The collector would walk the heap of the whole test process, which is none of the request's.
    gc.collect()
    gc.disable()
    begin = time.thread_time()
    try:
        status, codes = await answer(BODIES[case])
    finally:
        took = time.thread_time() - begin
        gc.enable()
    ratio = took / measure_calibration()
    print(f"{case}: {took * 1_000:.1f} ms, {ratio:.2f} loops")

    assert status in {200, 400}
    assert "INTERNAL_ERROR" not in codes
    assert (status == 200) is (codes == ())
    # The worst row takes about 2.5 loops on an idle machine; the rest is room for a busy one.
    assert ratio < 8
