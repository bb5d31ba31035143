"""Requests as what the engine is asked: whatever a person typed, it is a value in a place of ours."""

from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.buckets import ask
from search.queries import find, page
from store.index import (
    Aggregate,
    AnyOf,
    Anywhere,
    Between,
    Filter,
    InGroups,
    InOrganization,
    Metric,
    MetricKind,
    Missing,
    Not,
    Place,
    Present,
    Scope,
    Search,
    Sort,
)
from stores import BUGS

G = InGroups(frozenset({"h", "g"}))


def filters_of(request: Search) -> list[Any]:
    body = orjson.loads(orjson.dumps(find(BUGS, request)))
    assert list(body) == ["bool"]
    assert list(body["bool"]) == ["filter"]
    found: list[Any] = body["bool"]["filter"]
    return found


@pytest.mark.parametrize(
    ("scope", "query"),
    [
        (G, {"terms": {"group": ["g", "h"]}}),
        (InOrganization("o"), {"term": {"organization": {"value": "o"}}}),
        (Anywhere(), {"exists": {"field": "organization"}}),
    ],
)
def test_every_request_has_its_scope_in_the_query(scope: Scope, query: object) -> None:
    assert filters_of(Search("bugs", scope)) == [query]
    assert find(BUGS, Aggregate("bugs", scope)) == find(BUGS, Search("bugs", scope))


@pytest.mark.parametrize(
    ("one", "query"),
    [
        (AnyOf("status", frozenset({"x"})), {"terms": {"f_status": ["x"]}}),
        (AnyOf("score", frozenset({Decimal("7.5")})), {"terms": {"f_score": [7_500_000]}}),
        (AnyOf("open", frozenset({True})), {"terms": {"f_open": [True]}}),
        (AnyOf("id", frozenset({"a"})), {"terms": {"id": ["a"]}}),
        (AnyOf("status", frozenset()), {"match_none": {}}),
        (Between("score", 1, None), {"range": {"f_score": {"gte": 1_000_000}}}),
        (Between("seen", "2024", "2025"), {"range": {"f_seen": {"gte": "2024", "lte": "2025"}}}),
        (Between("seen", None, None), {"exists": {"field": "f_seen"}}),
        (Present("labels"), {"exists": {"field": "f_labels"}}),
        (Missing("group"), {"bool": {"must_not": [{"exists": {"field": "group"}}]}}),
        (Not(Present("parent")), {"bool": {"must_not": [{"exists": {"field": "f_parent"}}]}}),
        (Not(Not(Present("parent"))), {"exists": {"field": "f_parent"}}),
        (Not(Not(Not(Present("parent")))), {"bool": {"must_not": [{"exists": {"field": "f_parent"}}]}}),
    ],
)
def test_a_filter_is_a_query_that_does_not_score(one: Filter, query: object) -> None:
    assert filters_of(Search("bugs", G, (one,))) == [{"terms": {"group": ["g", "h"]}}, query]


def test_many_denials_are_no_deep_query() -> None:
    one: Filter = Present("parent")
    for _ in range(5_001):
        one = Not(one)

    assert filters_of(Search("bugs", G, (one,)))[1] == {"bool": {"must_not": [{"exists": {"field": "f_parent"}}]}}


@given(st.text(max_size=40) | st.sampled_from(['{"match_all": {}}', "* OR _id:*", "group:h", "/.*/", "a^9~2", "\ud800"]))
def test_what_a_person_types_is_words_in_places_of_ours(text: str) -> None:
    _, *said = filters_of(Search("bugs", G, text=text))

    assert all(list(query) == ["prefix"] and list(query["prefix"]) == ["search"] for query in said)
    typed = [query["prefix"]["search"]["value"] for query in said]
    assert len(typed) <= 8
    assert all(character.isalnum() or not character.isascii() for word in typed for character in word)


def test_a_page_is_asked_with_one_hit_more_in_an_order_that_ends_with_the_id() -> None:
    body = page(BUGS, Search("bugs", G, sort=Sort("score", descending=True), first=20))

    assert (body["size"], body["track_total_hits"], "search_after" in body) == (21, True, False)
    assert body["sort"] == [{"f_score": {"order": "desc", "missing": -(10**18)}}, {"id": {"order": "desc"}}]


@pytest.mark.parametrize(
    ("sort", "after", "expected"),
    [
        (Sort(), Place("a", "a"), ["a"]),
        (Sort("score"), Place(Decimal("7.5"), "a"), [7_500_000, "a"]),
        (Sort("score"), Place(None, "a"), [10**18, "a"]),
        (Sort("open", descending=True), Place(None, "a"), [-1, "a"]),
        (Sort("open"), Place(value=True, id="a"), [1, "a"]),
        (Sort("status"), Place(None, "a"), [None, "a"]),
    ],
)
def test_a_page_goes_on_after_the_value_and_the_id(sort: Sort, after: Place, expected: list[object]) -> None:
    assert page(BUGS, Search("bugs", G, sort=sort, after=after))["search_after"] == expected


def test_a_total_that_nobody_wants_is_not_asked_for() -> None:
    assert page(BUGS, Search("bugs", G, with_total=False))["track_total_hits"] is False


def test_a_grouping_is_asked_for_in_the_order_of_its_keys_with_absent_values_last() -> None:
    request = Aggregate("bugs", G, group_by=("group", "open"), metrics=(Metric(MetricKind.SUM, "score"), Metric(MetricKind.COUNT)))

    body: dict[str, Any] = orjson.loads(orjson.dumps(ask(BUGS, request, {"k0": "g", "k1": None})))

    assert (body["size"], body["track_total_hits"]) == (0, False)
    terms = {"missing_bucket": True, "missing_order": "last", "order": "asc"}
    assert body["aggs"]["buckets"] == {
        "composite": {
            "size": 1_000,
            "sources": [{"k0": {"terms": {"field": "group", **terms}}}, {"k1": {"terms": {"field": "f_open", **terms}}}],
            "after": {"k0": "g", "k1": None},
        },
        "aggs": {f"m0{part}": {"sum": {"field": f"s_score.{part}"}} for part in ("high", "middle", "low")},
    }
