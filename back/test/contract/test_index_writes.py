"""What the index takes and refuses, and which of several versions it keeps."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from store.errors import InvalidValue, TooLarge
from store.index import (
    Aggregate,
    AnyOf,
    Anywhere,
    Between,
    Document,
    Filter,
    Hits,
    Index,
    InGroups,
    InOrganization,
    Metric,
    MetricKind,
    Missing,
    Operation,
    Place,
    Remove,
    Scalar,
    Scope,
    Search,
    Sort,
    Upsert,
)

pytestmark = pytest.mark.changes_db
ALL = Search("bugs", Anywhere())


def bug(id_: str = "a", version: int = 1, text: str = "", **fields: Scalar | frozenset[str]) -> Upsert:
    return Upsert(Document("bugs", id_, version, "g", "o", fields, text))


async def stored(index: Index) -> Place | None:
    places = (await index.search(Search("bugs", Anywhere(), sort=Sort("status")))).places
    return places[0] if places else None


@pytest.mark.parametrize(
    ("operations", "left"),
    [
        ((bug(version=2, status="new"), bug(version=1, status="old")), "new"),
        ((bug(version=1, status="old"), bug(version=2, status="new")), "new"),
        ((bug(version=2, status="once"), bug(version=2, status="again")), "again"),
        ((bug(version=2, status="new"), Remove("bugs", "a", 1)), "new"),
        ((bug(version=2, status="new"), Remove("bugs", "a", 2)), None),
        ((Remove("bugs", "a", 2), bug(version=2, status="late")), None),
        ((Remove("bugs", "a", 3), bug(version=2, status="late")), None),
        ((Remove("bugs", "a", 3), Remove("bugs", "a", 1), bug(version=2, status="late")), None),
        ((Remove("bugs", "a", 1), bug(version=2, status="made anew")), "made anew"),
    ],
)
@pytest.mark.parametrize("at_once", [False, True])
async def test_the_newest_version_is_kept(index: Index, operations: tuple[Operation, ...], left: str | None, *, at_once: bool) -> None:
    for part in [operations] if at_once else [(operation,) for operation in operations]:
        await index.apply(part)

    assert await stored(index) == (None if left is None else Place(left, "a"))
    assert (await index.search(ALL)).total == (left is not None)


async def test_a_newer_document_replaces_all_of_the_older(index: Index) -> None:
    await index.apply([bug(version=1, text="apple pie", labels=frozenset({"x", "y"}), score=1, parent="p")])
    await index.apply([bug(version=2, text="banana", labels=frozenset({"y", "z"}))])

    async def total(*filters: Filter, text: str = "") -> int | None:
        return (await index.search(Search("bugs", Anywhere(), filters, text))).total

    assert [await total(text=text) for text in ("apple", "pie", "banana")] == [0, 0, 1]
    assert [await total(AnyOf("labels", frozenset({label}))) for label in "xyz"] == [0, 1, 1]
    assert [await total(Missing("score")), await total(Missing("parent"))] == [1, 1]


async def test_moving_to_another_group_moves_the_words_and_the_counts(index: Index) -> None:
    await index.apply([bug(text="apple")])
    await index.apply([Upsert(Document("bugs", "a", 2, "h", "o2", {}, "apple"))])

    scopes: tuple[Scope, ...] = (
        *(InGroups(frozenset({group})) for group in "gh"),
        *(InOrganization(organization) for organization in ("o", "o2")),
    )
    assert [(await index.search(Search("bugs", scope, text="app"))).ids for scope in scopes] == [(), ("a",), (), ("a",)]
    assert [(await index.aggregate(Aggregate("bugs", scope)))[0].metrics for scope in scopes] == [(0,), (1,), (0,), (1,)]


async def test_one_bad_operation_leaves_all_undone(index: Index) -> None:
    with pytest.raises(InvalidValue):
        await index.apply([bug(), bug("b", status=1)])

    assert await index.search(ALL) == Hits((), (), 0, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": 1},
        {"status": True},
        {"status": "\ud800"},
        {"status": frozenset({"a"})},
        {"score": "7"},
        {"score": True},
        {"score": Decimal("NaN")},
        {"score": Decimal("Infinity")},
        {"score": 10**12},
        {"score": -(10**12)},
        {"score": Decimal("0.0000001")},
        {"open": 1},
        {"labels": "x"},
        {"labels": frozenset({1})},
        {"unknown": "x"},
        {"id": "x"},
        {"group": "x"},
    ],
)
async def test_a_value_that_a_field_does_not_hold_is_refused(index: Index, fields: Mapping[str, Scalar | frozenset[str]]) -> None:
    with pytest.raises(InvalidValue):
        await index.apply([Upsert(Document("bugs", "a", 1, "g", "o", fields))])

    assert (await index.search(ALL)).total == 0


@pytest.mark.parametrize(
    "operation",
    [
        bug(id_="x" * 513),
        bug(status="é" * 2_049),
        bug(text="x" * (400 * 1_024 + 1)),
        bug(labels=frozenset(map(str, range(1_001)))),
        Remove("bugs", "x" * 513, 1),
    ],
    ids=["id", "keyword", "text", "set", "removed id"],
)
async def test_what_is_too_large_is_refused(index: Index, operation: Operation) -> None:
    with pytest.raises(TooLarge):
        await index.apply([operation])


@pytest.mark.parametrize("operation", [bug(id_=""), bug(version=0), bug(version=2**62), Remove("bugs", "a", 0), Remove("nothing", "a", 1)])
async def test_an_operation_on_nothing_is_refused(index: Index, operation: Operation) -> None:
    with pytest.raises(InvalidValue):
        await index.apply([operation])


@pytest.mark.parametrize(
    "request_",
    [
        Search("nothing", Anywhere()),
        Search("bugs", Anywhere(), sort=Sort("nothing")),
        Search("bugs", Anywhere(), sort=Sort("labels")),
        Search("bugs", Anywhere(), first=0),
        Search("bugs", Anywhere(), (AnyOf("nothing", frozenset()),)),
        Search("bugs", Anywhere(), (AnyOf("score", frozenset({"7"})),)),
        Search("bugs", Anywhere(), (Between("labels", "a", "b"),)),
        Search("bugs", Anywhere(), (Between("score", None, "b"),)),
        Search("bugs", Anywhere(), sort=Sort("score"), after=Place("a", "a")),
        Search("bugs", InGroups(frozenset({"\ud800"}))),
        Search("bugs", Anywhere(), sort=Sort("score; DROP TABLE items")),
    ],
)
async def test_a_search_for_what_is_not_there_is_refused(index: Index, request_: Search) -> None:
    with pytest.raises(InvalidValue):
        await index.search(request_)


@pytest.mark.parametrize(
    "request_",
    [
        Aggregate("nothing", Anywhere()),
        Aggregate("bugs", Anywhere(), group_by=("nothing",)),
        Aggregate("bugs", Anywhere(), group_by=("open", "open")),
        Aggregate("bugs", Anywhere(), metrics=(Metric(MetricKind.SUM, "status"),)),
        Aggregate("bugs", Anywhere(), metrics=(Metric(MetricKind.SUM),)),
        Aggregate("bugs", Anywhere(), metrics=(Metric(MetricKind.COUNT, "status"),)),
        Aggregate("bugs", Anywhere(), metrics=(Metric(MetricKind.MAX, "labels"),)),
    ],
)
async def test_an_aggregation_of_what_is_not_there_is_refused(index: Index, request_: Aggregate) -> None:
    with pytest.raises(InvalidValue):
        await index.aggregate(request_)


async def test_a_request_compares_with_so_many_values_and_no_more(index: Index) -> None:
    await index.apply([bug(status="7")])
    most = frozenset(map(str, range(9_999)))

    assert (await index.search(Search("bugs", InGroups(frozenset({"g"})), (AnyOf("status", most),)))).ids == ("a",)
    with pytest.raises(TooLarge):
        await index.search(Search("bugs", InGroups(frozenset({"g", "h"})), (AnyOf("status", most),)))


async def test_a_page_has_so_many_hits_and_no_more(index: Index) -> None:
    await index.apply([bug(version=2**62 - 1)])

    assert (await index.search(Search("bugs", Anywhere(), first=9_999))).ids == ("a",)
    with pytest.raises(TooLarge):
        await index.search(Search("bugs", Anywhere(), first=10_000))


async def test_a_scope_of_many_groups_finds_by_words_and_in_order(index: Index) -> None:
    groups = [f"group-{number}" for number in range(1_000)]
    documents = [Document("bugs", f"{number:04}", 1, group, "o", {"score": number}, "same") for number, group in enumerate(groups)]
    await index.apply([Upsert(document) for document in documents])
    scope = InGroups(frozenset(groups[::2]))

    for text in ("", "same"):
        hits = await index.search(Search("bugs", scope, text=text, sort=Sort("score", descending=True), first=3))
        assert hits.ids == ("0998", "0996", "0994")
        assert hits.total == 500


async def test_numbers_add_up_beyond_the_integers_of_the_engine(index: Index) -> None:
    most = Decimal("999999999999.999999")
    await index.apply([bug(f"{number:02}", score=most) for number in range(40)])

    (bucket,) = await index.aggregate(Aggregate("bugs", Anywhere(), metrics=(Metric(MetricKind.SUM, "score"),)))

    assert bucket.metrics == (40 * most,)
