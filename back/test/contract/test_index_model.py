"""The index against a few lines of Python that say what it finds: pages, totals, words and buckets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.index import (
    Aggregate,
    AnyOf,
    Anywhere,
    Between,
    Bucket,
    Document,
    Filter,
    Hits,
    Index,
    InGroups,
    InOrganization,
    Metric,
    MetricKind,
    Missing,
    Not,
    Place,
    Present,
    Remove,
    Scalar,
    Scope,
    Search,
    Sort,
    Upsert,
)
from store.values import Position
from store.words import searched_words, words

pytestmark = pytest.mark.changes_db

MOST_PAGES = 60
"""More than any walk here takes: one that stands still must fail, not hang."""
CHECKED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)

TEXTS = st.text(st.sampled_from("Aaé\x00\x01~\ud7ff\ue000\uffff\U00010000"), max_size=2)
SCORES: st.SearchStrategy[Scalar] = st.sampled_from(
    [Decimal("-0.000001"), Decimal(0), Decimal("7.5"), Decimal("7.50"), 10, Decimal("999999999999.999999"), -3]
)
VALUES: dict[str, st.SearchStrategy[Scalar]] = {
    "parent": st.sampled_from(["p", "q"]),
    "status": TEXTS,
    "score": SCORES,
    "seen": st.sampled_from(["2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", "2025-01-01T00:00:00Z"]),
    "open": st.booleans(),
}
LABELS = st.frozensets(st.sampled_from(["x", "y", "Z"]), max_size=3)
GROUPS = ["g", "G", "g-1", "gg"]
ORGANIZATIONS = ["o", "oo"]
SAID = st.text(st.sampled_from("aAbé İß-.\"'*^:(漢字\u0301\u200f"), max_size=12)
SORTS = st.builds(Sort, st.sampled_from(["id", "group", "organization", "parent", "status", "score", "seen", "open"]), st.booleans())


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    ids = draw(st.lists(st.sampled_from([*"abcdefgh", "A", "é", "\U00010000", "\uffff"]), unique=True, max_size=10))
    fields = st.fixed_dictionaries({}, optional={**VALUES, "labels": LABELS})
    group = st.none() | st.sampled_from(GROUPS)
    return [Document("bugs", id_, 1, draw(group), draw(st.sampled_from(ORGANIZATIONS)), draw(fields), draw(SAID)) for id_ in ids]


def filters() -> st.SearchStrategy[Filter]:
    single = [
        st.builds(AnyOf, st.just(name), st.frozensets(values, max_size=3))
        | st.builds(Between, st.just(name), st.none() | values, st.none() | values)
        for name, values in VALUES.items()
    ]
    plain = st.one_of(
        *single,
        st.builds(AnyOf, st.just("labels"), LABELS),
        st.builds(AnyOf, st.just("group"), st.frozensets(st.sampled_from(GROUPS), max_size=2)),
        st.builds(AnyOf, st.just("id"), st.frozensets(st.sampled_from("abcd"))),
        st.builds(Missing, st.sampled_from([*VALUES, "labels", "group"])),
        st.builds(Present, st.sampled_from([*VALUES, "labels", "group"])),
    )
    return plain | st.builds(Not, plain) | st.builds(Not, st.builds(Not, plain))


FILTERS = st.lists(filters(), max_size=2).map(tuple)
SCOPES: st.SearchStrategy[Scope] = st.one_of(
    st.builds(InGroups, st.frozensets(st.sampled_from(GROUPS), max_size=3)),
    st.builds(InOrganization, st.sampled_from(ORGANIZATIONS)),
    st.just(Anywhere()),
)


@pytest.fixture
def versions() -> "count[int]":
    """Give versions that rise from example to example."""
    return count(1)


async def fill(index: Index, versions: "count[int]", made: Sequence[Document]) -> None:
    """Put documents in place of all that another example of the same test left."""
    left = (await index.search(Search("bugs", Anywhere(), first=1_000))).ids
    version = next(versions)
    await index.apply([Remove("bugs", id_, version) for id_ in left])
    version = next(versions)
    await index.apply([Upsert(replace(document, version=version)) for document in made])


def value_of(document: Document, name: str) -> Scalar | frozenset[str] | None:
    if name in {"id", "group", "organization"}:
        found: str | None = getattr(document, name)
        return found
    value = document.fields.get(name)
    return None if value == frozenset() else value


def passes(document: Document, one: Filter) -> bool:
    """Say in plain words what a filter finds."""
    if isinstance(one, Not):
        return not passes(document, one.filter)
    value = value_of(document, one.field)
    match one:
        case Missing():
            return value is None
        case Present():
            return value is not None
        case AnyOf(values=values):
            return bool(values & (value if isinstance(value, frozenset) else {value}))
        case Between(low=low, high=high):
            return value is not None and (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]  # of one field


def is_in(document: Document, scope: Scope) -> bool:
    match scope:
        case InGroups(groups=groups):
            return document.group in groups
        case InOrganization(id=organization):
            return document.organization == organization
        case Anywhere():
            return True


def says(document: Document, text: str) -> bool:
    own = words(document.text)
    return all(any(word.startswith(searched) for word in own) for searched in searched_words(text))


def found(made: Sequence[Document], request: Search | Aggregate) -> list[Document]:
    return [
        document
        for document in made
        if is_in(document, request.scope) and all(passes(document, one) for one in request.filters) and says(document, request.text)
    ]


def in_order(made: Sequence[Document], sort: Sort) -> list[Place]:
    return in_places([Place(value_of(document, sort.field), document.id) for document in made], sort)  # type: ignore[arg-type]  # never of a set


def in_places(places: Sequence[Place], sort: Sort) -> list[Place]:
    there = [place for place in places if place.value is not None]
    absent = [place for place in places if place.value is None]
    return [
        *sorted(there, key=lambda place: (place.value, place.id), reverse=sort.descending),
        *sorted(absent, key=lambda place: place.id, reverse=sort.descending),
    ]


async def walk(index: Index, request: Search) -> list[Hits]:
    pages = [await index.search(request)]
    while pages[-1].next is not None:
        assert len(pages) < MOST_PAGES
        pages.append(await index.search(replace(request, after=pages[-1].next)))
    return pages


@CHECKED
@given(made=documents(), scope=SCOPES, chosen=FILTERS, sort=SORTS, first=st.integers(1, 4))
async def test_pages_visit_what_is_found_once_and_in_order(
    index: Index, versions: "count[int]", made: list[Document], scope: Scope, chosen: tuple[Filter, ...], sort: Sort, first: int
) -> None:
    await fill(index, versions, made)
    request = Search("bugs", scope, chosen, sort=sort, first=first)
    expected = in_order(found(made, request), sort)

    pages = await walk(index, request)

    assert [place for page in pages for place in page.places] == expected
    assert [id_ for page in pages for id_ in page.ids] == [place.id for place in expected]
    assert {page.total for page in pages} == {len(expected)}
    assert all(len(page.ids) == first for page in pages[:-1])
    assert all(page.next == page.places[-1] for page in pages[:-1])


@CHECKED
@given(made=documents(), scope=SCOPES, chosen=FILTERS, sort=SORTS, after=st.sampled_from("abcdefgh"), data=st.data())
async def test_a_page_goes_on_after_a_place_where_nothing_is_any_more(
    index: Index,
    versions: "count[int]",
    made: list[Document],
    scope: Scope,
    chosen: tuple[Filter, ...],
    sort: Sort,
    after: str,
    data: st.DataObject,
) -> None:
    await fill(index, versions, made)
    strings = st.sampled_from([*GROUPS, *ORGANIZATIONS])
    value = after if sort.field == "id" else data.draw(st.none() | VALUES.get(sort.field, strings))
    place = Place(value, after)
    request = Search("bugs", scope, chosen, sort=sort, after=place)
    rest = [each for each in in_order(found(made, request), sort) if each != place]
    order = in_places([*rest, place], sort)

    hits = await index.search(request)

    assert list(hits.places) == order[order.index(place) + 1 :]


@CHECKED
@given(made=documents(), scope=SCOPES, text=SAID, chosen=FILTERS, sort=SORTS)
async def test_words_find_the_documents_whose_words_they_begin(
    index: Index, versions: "count[int]", made: list[Document], scope: Scope, text: str, chosen: tuple[Filter, ...], sort: Sort
) -> None:
    await fill(index, versions, made)
    request = Search("bugs", scope, chosen, text=text, sort=sort)
    expected = in_order(found(made, request), sort)

    hits = await index.search(request)

    assert list(hits.places) == expected
    assert hits.total == len(expected)


METRICS = (
    Metric(MetricKind.COUNT),
    Metric(MetricKind.SUM, "score"),
    Metric(MetricKind.MIN, "score"),
    Metric(MetricKind.MAX, "seen"),
    Metric(MetricKind.MIN, "status"),
    Metric(MetricKind.MAX, "open"),
)


def metric_of(metric: Metric, made: Sequence[Document]) -> Scalar | None:
    values = [value for document in made if metric.field and (value := value_of(document, metric.field)) is not None]
    match metric.kind:
        case MetricKind.COUNT:
            return len(made)
        case MetricKind.SUM:
            return sum((Decimal(value) for value in values if isinstance(value, int | Decimal)), Decimal(0))
        case MetricKind.MIN:
            return min(values, default=None)  # type: ignore[return-value]  # of one field
        case MetricKind.MAX:
            return max(values, default=None)  # type: ignore[return-value]  # of one field


def keys_of(document: Document, group_by: Sequence[str]) -> list[tuple[Scalar | None, ...]]:
    each = (value_of(document, name) for name in group_by)
    return list(product(*(sorted(value) if isinstance(value, frozenset) else [value] for value in each)))


@CHECKED
@given(
    made=documents(),
    scope=SCOPES,
    chosen=FILTERS,
    text=st.just("") | SAID,
    group_by=st.lists(st.sampled_from(["group", "organization", *VALUES, "labels"]), max_size=3, unique=True).map(tuple),
    metrics=st.just((METRICS[0],)) | st.lists(st.sampled_from(METRICS), max_size=4).map(tuple),
)
async def test_buckets_tell_of_what_a_search_would_find(
    index: Index,
    versions: "count[int]",
    made: list[Document],
    scope: Scope,
    chosen: tuple[Filter, ...],
    text: str,
    group_by: tuple[str, ...],
    metrics: tuple[Metric, ...],
) -> None:
    await fill(index, versions, made)
    request = Aggregate("bugs", scope, chosen, text, group_by, metrics)
    chosen_documents = found(made, request)
    keys = {key for document in chosen_documents for key in keys_of(document, group_by)} | (set() if group_by else {()})
    members = {key: [document for document in chosen_documents if key in keys_of(document, group_by)] for key in keys}
    in_key_order = sorted(keys, key=lambda key: [(part is None, part) for part in key])

    buckets = await index.aggregate(request)

    assert list(buckets) == [Bucket(key, tuple(metric_of(metric, members[key]) for metric in metrics)) for key in in_key_order]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(("low", "high", "ids"), [(None, None, "abc"), (2, None, "bc"), (None, 2, "ab"), (2, 2, "b"), (3, 2, "")])
async def test_a_range_of_the_sort_field_holds_no_document_without_it(
    index: Index, low: int | None, high: int | None, ids: str, *, descending: bool
) -> None:
    scores = {"a": 1, "b": 2, "c": 3}
    await index.apply([Upsert(Document("bugs", id_, 1, "g", "o", {"score": scores[id_]} if id_ in scores else {})) for id_ in "abcde"])

    pages = await walk(
        index, Search("bugs", InGroups(frozenset({"g"})), (Between("score", low, high),), sort=Sort("score", descending), first=1)
    )

    assert "".join(id_ for page in pages for id_ in page.ids) == (ids[::-1] if descending else ids)
    assert {page.total for page in pages} == {len(ids)}


async def test_several_requests_are_answered_in_their_order(index: Index) -> None:
    await index.apply([Upsert(Document("bugs", "a", 1, "g", "o", {"open": True})), Upsert(Document("bugs", "b", 1, "h", "o", {}))])
    searches = [Search("bugs", InGroups(frozenset(groups))) for groups in ({"g"}, set(), {"h"})]
    counts = [Aggregate("bugs", search.scope) for search in searches]

    assert [hits.ids for hits in await index.search_many(searches)] == [("a",), (), ("b",)]
    assert [buckets[0].metrics for buckets in await index.aggregate_many(counts)] == [(1,), (0,), (1,)]
    assert (list(await index.search_many(())), list(await index.aggregate_many(()))) == ([], [])


@pytest.mark.parametrize("descending", [False, True])
async def test_a_walk_misses_nothing_that_was_there_while_others_insert(index: Index, *, descending: bool) -> None:
    def bug(number: int) -> Upsert:
        return Upsert(Document("bugs", f"{number:03}", 1, "g", "o", {"score": number % 7} if number % 3 else {}))

    await index.apply([bug(number) for number in range(0, 60, 2)])
    request = Search("bugs", InGroups(frozenset({"g"})), sort=Sort("score", descending), first=4)
    seen: list[str] = []
    for turn in range(MOST_PAGES):
        hits = await index.search(request)
        seen.extend(hits.ids)
        if hits.next is None:
            break
        await index.apply([bug(2 * turn + 1)])
        request = replace(request, after=hits.next)

    assert len(set(seen)) == len(seen)
    assert {f"{number:03}" for number in range(0, 60, 2)} <= set(seen)


async def test_a_total_that_nobody_wants_is_not_counted(index: Index) -> None:
    await index.apply([Upsert(Document("bugs", "a", 1, "g", "o", {}))])

    hits = await index.search(Search("bugs", Anywhere(), with_total=False))

    assert hits == Hits(("a",), (Place("a", "a"),), None, None)


async def test_waiting_for_what_was_written_ends(index: Index) -> None:
    await index.apply([Upsert(Document("bugs", "a", 1, "g", "o", {}))])

    await index.wait_for(Position(), timedelta(seconds=5))

    assert (await index.search(Search("bugs", Anywhere()))).ids == ("a",)
