"""What becomes of documents that are sent many at once to an engine that takes some of them."""

from collections.abc import Sequence

import pytest

from search.bulk import ATTEMPTS, MOST_BYTES, MOST_DOCUMENTS, Entry, send
from search.documents import Write
from search.errors import IndexNotReady
from store.errors import InvalidValue, Throttled, TooLarge, Unavailable
from store.index import Target
from stub_engine import UNREACHABLE, Answer, Asked, Reply, StubEngine

OK, OLDER, REFUSED, GONE, LARGE, BUSY, FAILED = 200, 409, 400, 404, 413, 429, 503


def entry(id_: str, *, text: str = "") -> Entry:
    return Entry("bugs-write", Write(Target("bugs", id_), 2, {"id": id_, "search": text}))


def answered(*statuses: int, kind: str = "mapper_parsing_exception") -> Answer:
    kinds = {REFUSED: kind}
    items = [{"index": {"status": each, **({} if each < 300 else {"error": {"type": kinds.get(each, "other")}})}} for each in statuses]
    return Answer(200, {"errors": any(status >= 300 for status in statuses), "items": items})


def sent(asked: Asked) -> str:
    return "".join(line["index"]["_id"] for line in asked.lines()[::2])


async def send_to(engine: StubEngine, ids: Sequence[str]) -> str:
    gone = await send(engine.client(), [entry(id_) for id_ in ids], pause=engine.pause)
    return "".join(each.write.target.id for each in gone)


async def test_a_document_is_sent_with_its_version_to_an_alias_that_must_be_there() -> None:
    engine = StubEngine([answered(201)])

    await send_to(engine, "a")

    ((method, url, params, _),) = engine.asked
    assert (method, url, params) == ("POST", "/_bulk", {"require_alias": "true"})
    action = {"_index": "bugs-write", "_id": "a", "version": 2, "version_type": "external_gte"}
    assert engine.asked[0].lines() == [{"index": action}, {"id": "a", "search": ""}]


async def test_only_what_was_not_taken_is_sent_again() -> None:
    engine = StubEngine([answered(OK, BUSY, OLDER, FAILED, 201), answered(OK, BUSY), answered(OK)])

    assert await send_to(engine, "abcde") == ""
    assert [sent(asked) for asked in engine.asked] == ["abcde", "bd", "d"]
    assert [0.1 <= engine.pauses[0] <= 0.2, 0.2 <= engine.pauses[1] <= 0.4, len(engine.pauses)] == [True, True, 2]


@pytest.mark.parametrize(
    ("whole", "rest", "error"),
    [
        (answered(OK, BUSY), answered(BUSY), Throttled),
        (answered(OK, FAILED), answered(FAILED), Unavailable),
        (answered(OK, REFUSED, kind="strict_dynamic_mapping_exception"), answered(REFUSED, kind="index_closed_exception"), IndexNotReady),
        (Answer(BUSY, {"error": {"type": "circuit_breaking_exception"}}), None, Throttled),
        (Answer(FAILED, "no shard"), None, Unavailable),
        (Answer(502, "<html>"), None, Unavailable),
        (Answer(403, {"error": {"type": "security_exception"}}), None, Unavailable),
        (UNREACHABLE, None, Unavailable),
    ],
)
async def test_what_is_never_taken_is_told_after_so_many_attempts(whole: Reply, rest: Reply | None, error: type[Exception]) -> None:
    engine = StubEngine(lambda asked: rest if rest and sent(asked) == "b" else whole)

    with pytest.raises(error):
        await send_to(engine, "ab")

    assert (len(engine.asked), len(engine.pauses)) == (ATTEMPTS, ATTEMPTS - 1)
    assert [sent(asked) for asked in engine.asked[1:]] == ["b" if rest else "ab"] * (ATTEMPTS - 1)


async def test_what_is_refused_is_told_after_all_else_was_taken() -> None:
    engine = StubEngine([answered(REFUSED, BUSY, OK), answered(OK)])

    with pytest.raises(InvalidValue, match="refuses the document 'a' of bugs: mapper_parsing_exception"):
        await send_to(engine, "abc")

    assert [sent(asked) for asked in engine.asked] == ["abc", "b"]


async def test_what_is_refused_in_one_request_does_not_hold_up_the_next() -> None:
    ids = [str(number) for number in range(MOST_DOCUMENTS + 1)]
    engine = StubEngine([answered(REFUSED, *[OK] * (MOST_DOCUMENTS - 1)), answered(OK)])

    with pytest.raises(InvalidValue):
        await send_to(engine, ids)

    assert [len(asked.lines()) // 2 for asked in engine.asked] == [MOST_DOCUMENTS, 1]


async def test_documents_whose_index_is_gone_are_returned() -> None:
    engine = StubEngine([answered(GONE, OK, BUSY), answered(GONE)])

    assert await send_to(engine, "abc") == "ac"


async def test_a_request_that_is_too_large_is_halved_until_one_document_is_too_large() -> None:
    def reply(asked: Asked) -> Answer:
        number = len(asked.lines()) // 2
        return answered(*[OK] * number) if number == 1 and sent(asked) != "c" else Answer(LARGE, "too large")

    engine = StubEngine(reply)
    await send_to(engine, "ab")
    assert [sent(asked) for asked in engine.asked] == ["ab", "a", "b"]

    with pytest.raises(TooLarge):
        await send_to(engine, "bc")


async def test_a_request_holds_so_many_bytes_and_no_more() -> None:
    engine = StubEngine(lambda asked: answered(*[OK] * (len(asked.lines()) // 2)))
    text = "x" * (MOST_BYTES // 3)

    await send(engine.client(), [entry(id_, text=text) for id_ in "abcde"], pause=engine.pause)

    assert [sent(asked) for asked in engine.asked] == ["ab", "cd", "e"]


async def test_an_answer_that_does_not_tell_of_each_document_is_none() -> None:
    engine = StubEngine(lambda _asked: answered(BUSY))

    with pytest.raises(Unavailable, match="did not tell what became of each document"):
        await send_to(engine, "ab")


async def test_an_engine_that_takes_its_time_is_not_asked_for_longer() -> None:
    engine = StubEngine(lambda _asked: UNREACHABLE)

    with pytest.raises(Unavailable, match="cannot be reached"):
        await send(engine.client(), [entry("a")], pause=engine.pause, seconds=0)

    assert len(engine.asked) == 1
