"""Answers that are no whole answers, and an engine that is not as it must be, are errors and never less than there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from search.checks import check_indexes
from search.errors import IndexNotReady
from search.index import OpenSearchIndex, to_index
from search.mapping import definition, mapping
from search.names import read_alias, to_named
from store.errors import InvalidValue, StoreError, Throttled, TooLarge, Unavailable
from store.index import Aggregate, Anywhere, Document, Hits, InGroups, Search, Upsert
from store.seen import Written, to_position
from store.values import Key
from stores import BUGS, NOTES, SCHEMA
from stub_engine import UNREACHABLE, Answer, Asked, Reply, StubEngine

ALL = Search("bugs", Anywhere())
FOUND = {"took": 1, "timed_out": False, "_shards": {"failed": 0}, "hits": {"total": {"value": 1}, "hits": [{"sort": ["a"]}]}}
INDEXES = {collection.name: to_named("p", collection.name, definition(SCHEMA, collection), 1) for collection in (BUGS, NOTES)}


def ready(reply: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
    """Answer like an engine whose indexes are as they must be, and whatever else as told."""

    def answer(asked: Asked) -> Reply:
        for collection in (BUGS, NOTES):
            named = INDEXES[collection.name]
            if asked.url == f"/_alias/{read_alias('p', collection.name, named.definition)}":
                return Answer(200, {named.name: {"aliases": {read_alias("p", collection.name, named.definition): {}}}})
            if asked.url == f"/{named.name}/_mapping":
                return Answer(200, {named.name: {"mappings": mapping(collection)}})
        if asked.url == "/_alias/p-*-write":
            return Answer(200, {named.name: {"aliases": {named.write_alias: {}}} for named in INDEXES.values()})
        return reply(asked)

    return answer


def opened(engine: StubEngine) -> OpenSearchIndex:
    index = to_index(engine.client(), "p", SCHEMA)
    return replace(index, pause=engine.pause)


def answering(*found: object) -> StubEngine:
    return StubEngine(ready(lambda _asked: Answer(200, {"responses": list(found)})))


async def test_what_is_found_is_answered_after_one_check_of_the_mappings() -> None:
    engine = answering(FOUND)
    index = opened(engine)

    assert [(await index.search(ALL)).ids, (await index.search(ALL)).ids] == [("a",), ("a",)]
    assert [asked.url.rsplit("/", maxsplit=1)[-1] for asked in engine.asked[1::2]] == ["_mapping", "_mapping", "_msearch"]
    head, body = engine.asked[-1].lines()
    assert head == {"index": read_alias("p", "bugs", INDEXES["bugs"].definition), "allow_partial_search_results": False}
    assert body["query"] == {"bool": {"filter": [{"exists": {"field": "organization"}}]}}


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ({"error": {"type": "index_not_found_exception"}, "status": 404}, IndexNotReady),
        ({"error": {"type": "rejected_execution_exception"}, "status": 429}, Throttled),
        ({"error": {"root_cause": [{"type": "too_many_clauses"}]}, "status": 400}, InvalidValue),
        ({"error": {"type": "search_phase_execution_exception"}, "status": 503}, Unavailable),
        ({**FOUND, "timed_out": True}, Unavailable),
        ({**FOUND, "_shards": {"failed": 1}}, Unavailable),
        ({"status": 200}, Unavailable),
    ],
)
async def test_a_part_of_an_answer_is_an_error(part: object, error: type[StoreError]) -> None:
    engine = answering(FOUND, part)

    with pytest.raises(error):
        await opened(engine).search_many([ALL, ALL])


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (UNREACHABLE, Unavailable),
        (Answer(429, "{}"), Throttled),
        (Answer(413, "{}"), TooLarge),
        (Answer(500, "not JSON"), Unavailable),
        (Answer(401, {"error": "who?"}), Unavailable),
        (Answer(200, "<html>"), Unavailable),
    ],
)
async def test_an_engine_that_fails_is_an_error_of_the_port(reply: Reply, error: type[StoreError]) -> None:
    engine = StubEngine(ready(lambda _asked: reply))

    with pytest.raises(error):
        await opened(engine).search(ALL)


async def test_what_the_engine_takes_no_more_of_is_asked_again_a_few_times() -> None:
    replies = iter(
        [Answer(429, "{}"), Answer(200, {"responses": [{"error": {"type": "busy"}, "status": 429}]}), Answer(200, {"responses": [FOUND]})]
    )
    engine = StubEngine(ready(lambda _asked: next(replies)))

    assert (await opened(engine).search(ALL)).ids == ("a",)
    assert [0.05 <= engine.pauses[0] <= 0.1, 0.1 <= engine.pauses[1] <= 0.2, len(engine.pauses)] == [True, True, 2]


async def test_a_scope_of_no_groups_is_answered_without_asking() -> None:
    engine = StubEngine([])
    index = opened(engine)
    nowhere = InGroups(frozenset())

    assert await index.search(Search("bugs", nowhere)) == Hits((), (), 0, None)
    assert await index.aggregate(Aggregate("bugs", nowhere, group_by=("open",))) == ()
    assert engine.asked == []


@pytest.mark.parametrize(
    ("aliases", "there", "message"),
    [
        (Answer(404, {"error": "alias missing", "status": 404}), None, "there is no index of bugs as this release makes it"),
        (Answer(200, {"x": {"aliases": {}}, "y": {"aliases": {}}}), None, "names 2 indexes, and must name one"),
        (Answer(200, {"x": {"aliases": {}}}), {"dynamic": "true", "properties": {}}, "x has another mapping"),
        (Answer(200, {"x": {"aliases": {}}}), {**mapping(BUGS), "dynamic": "true"}, "x has another mapping"),
        (Answer(200, {"x": {"aliases": {}}}), mapping(NOTES), "x has another mapping"),
        (Answer(200, {"x": {"aliases": {}}}), {}, "x has another mapping"),
    ],
)
async def test_a_missing_or_wrong_index_is_told_and_nothing_is_searched(aliases: Answer, there: object, message: str) -> None:
    engine = StubEngine(lambda asked: Answer(200, {"x": {"mappings": there}}) if asked.url == "/x/_mapping" else aliases)

    with pytest.raises(IndexNotReady, match=message):
        await check_indexes(engine.client(), "p", SCHEMA)
    with pytest.raises(IndexNotReady, match=message):
        await opened(engine).search(ALL)
    assert not [asked for asked in engine.asked if "search" in asked.url]


@pytest.mark.parametrize("reply", [UNREACHABLE, Answer(503, "{}"), Answer(429, "{}")])
async def test_an_engine_that_cannot_be_asked_is_as_it_was_when_it_was_asked_last(reply: Reply) -> None:
    is_up = True
    answer = ready(lambda _asked: Answer(200, {"responses": [FOUND]}))
    index = opened(StubEngine(lambda asked: answer(asked) if is_up else reply))
    await index.check()

    is_up = False
    await index.check()
    with pytest.raises((Unavailable, Throttled)):
        await opened(StubEngine(lambda _asked: reply)).check()


async def test_an_index_that_was_lost_is_told_by_every_check_and_search_until_it_is_back() -> None:
    is_lost = False
    answer = ready(lambda _asked: Answer(200, {"responses": [FOUND]}))
    index = opened(StubEngine(lambda asked: Answer(404, "{}") if is_lost else answer(asked)))
    await index.check()

    is_lost = True
    for _ in range(2):
        with pytest.raises(IndexNotReady):
            await index.check()
    with pytest.raises(IndexNotReady, match="there is no index of bugs as this release makes it"):
        await index.search(ALL)
    is_lost = False
    assert (await index.search(ALL)).ids == ("a",)


async def test_documents_go_to_every_index_that_takes_them_and_to_none_of_somebody_else() -> None:
    document = Document("bugs", "a", 1, "g", "o", {"status": "x"})
    named = INDEXES["bugs"]
    old = to_named("p", "bugs", "0123456789ab", 4)
    targets: dict[str, object] = {
        name: {"aliases": {f"{name}-write": {}}} for name in (named.name, old.name, "p-x-bugs-0123456789ab-000001")
    }

    def reply(asked: Asked) -> Reply:
        if asked.url == f"/{old.name}/_mapping":
            return Answer(200, {old.name: {"mappings": {"properties": {"id": {"type": "keyword"}}}}})
        return Answer(200, targets if asked.url.startswith("/_alias") else {"errors": False})

    engine = StubEngine(reply)
    await opened(engine).apply([Upsert(document)])

    first, body, second, part = engine.asked[-1].lines()
    assert [first["index"]["_index"], second["index"]["_index"]] == [old.write_alias, named.write_alias]
    assert [body, part] == [{"id": "a"}, {"id": "a", "organization": "o", "group": "g", "f_status": "x"}]


@pytest.mark.parametrize(("numbers", "outcome"), [((1,), Unavailable), ((), IndexNotReady), ((2,), None)])
async def test_an_index_that_goes_away_while_it_is_written_to_must_have_another_in_its_place(
    numbers: tuple[int, ...], outcome: type[StoreError] | None
) -> None:
    left = [to_named("p", "bugs", INDEXES["bugs"].definition, number) for number in numbers]
    answers = iter(
        [Answer(200, {named.name: {"aliases": {named.write_alias: {}}} for named in found}) for found in ([INDEXES["bugs"]], left)]
    )
    gone = {"errors": True, "items": [{"index": {"status": 404, "error": {"type": "index_not_found_exception"}}}]}
    engine = StubEngine(lambda asked: next(answers) if asked.url.startswith("/_alias") else Answer(200, gone))
    applying = opened(engine).apply([Upsert(Document("bugs", "a", 1, "g", "o", {}))])

    if outcome is None:
        await applying
    else:
        with pytest.raises(outcome):
            await applying
    assert next(answers, None) is None


def versions(*found: int | None) -> Answer:
    docs = [{"_id": "a", "found": False} if version is None else {"_id": "a", "_version": version, "found": True} for version in found]
    return Answer(200, {"docs": docs})


async def test_waiting_asks_for_what_was_not_seen_yet_and_then_refreshes() -> None:
    replies = iter([versions(None, 4), versions(3), versions(4)])
    engine = StubEngine(lambda asked: Answer(200, {}) if asked.url.endswith("/_refresh") else next(replies))

    await opened(engine).wait_for(to_position([Written(Key("BUG#a", "#"), 2)]), timedelta(seconds=5))

    asked = [sorted(doc["_index"].split("-")[1] for doc in request.lines()[0]["docs"]) for request in engine.asked[:-1]]
    assert asked == [["bugs", "notes"], ["bugs"], ["bugs"]]
    assert len(engine.pauses) == 2
    assert engine.asked[-1].url.endswith("/_refresh")


@pytest.mark.parametrize(
    ("is_removed", "version", "waits"), [(False, 3, True), (False, 4, False), (False, 5, False), (True, 4, True), (True, 5, False)]
)
async def test_a_removal_is_seen_when_the_document_is_gone(is_removed: bool, version: int, waits: bool) -> None:
    engine = StubEngine(lambda asked: Answer(200, {}) if asked.url.endswith("/_refresh") else versions(version, version))
    position = to_position([Written(Key("BUG#a", "#"), 2, is_removed=is_removed)])

    if waits:
        with pytest.raises(Unavailable, match="not seen in time"):
            await opened(engine).wait_for(position, timedelta())
    else:
        await opened(engine).wait_for(position, timedelta())


async def test_what_is_not_projected_is_not_waited_for() -> None:
    engine = StubEngine([])

    await opened(engine).wait_for(to_position([Written(Key("ORG#a", "#"), 2)]), timedelta())

    assert engine.asked == []


async def test_waiting_on_an_index_that_is_missing_is_an_error() -> None:
    error = {"_id": "a", "error": {"type": "index_not_found_exception"}}
    engine = StubEngine([Answer(200, {"docs": [error, error]})])

    with pytest.raises(IndexNotReady):
        await opened(engine).wait_for(to_position([Written(Key("BUG#a", "#"), 2)]), timedelta(seconds=5))
