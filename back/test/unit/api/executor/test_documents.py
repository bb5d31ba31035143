import pytest

from api.executor.documents import Documents
from api.limits.refused import Refused
from settings import Limits
from small_service import small_schema

LIMITS = Limits()
SCHEMA = small_schema()


def test_a_document_is_prepared_once() -> None:
    documents = Documents(1_000_000)

    first = documents.get("{me{id}}", schema=SCHEMA, limits=LIMITS)

    assert documents.get("{me{id}}", schema=SCHEMA, limits=LIMITS) is first
    assert (len(documents), documents.size) == (1, first.size)


def test_a_document_of_another_schema_is_prepared_again() -> None:
    documents = Documents(1_000_000)
    first = documents.get("{me{id}}", schema=SCHEMA, limits=LIMITS)

    other = documents.get("{me{id}}", schema=small_schema(), limits=LIMITS)

    assert other is not first
    assert (len(documents), documents.size) == (1, other.size)


def test_what_was_refused_is_not_kept() -> None:
    documents = Documents(1_000_000)

    with pytest.raises(Refused):
        documents.get("{nothing}", schema=SCHEMA, limits=LIMITS)

    assert (len(documents), documents.size) == (0, 0)


def test_the_document_unused_for_longest_goes_when_the_memory_is_full() -> None:
    one = Documents(1_000_000).get("{me{a:id}}", schema=SCHEMA, limits=LIMITS).size
    documents = Documents(2 * one)
    first = documents.get("{me{a:id}}", schema=SCHEMA, limits=LIMITS)
    second = documents.get("{me{b:id}}", schema=SCHEMA, limits=LIMITS)
    documents.get("{me{a:id}}", schema=SCHEMA, limits=LIMITS)

    documents.get("{me{c:id}}", schema=SCHEMA, limits=LIMITS)

    assert documents.get("{me{a:id}}", schema=SCHEMA, limits=LIMITS) is first
    assert documents.get("{me{b:id}}", schema=SCHEMA, limits=LIMITS) is not second
    assert (len(documents), documents.size) == (2, 2 * one)


def test_a_kept_answer_takes_memory_and_goes_with_its_document() -> None:
    documents = Documents(1_000_000)
    document = documents.get("{__schema{queryType{name}}}", schema=SCHEMA, limits=LIMITS)

    documents.keep_answer(document, b"x" * 500)
    kept = (documents.get_answer(document), documents.size)
    documents.keep_answer(documents.get('{__type(name:"A"){name}}', schema=SCHEMA, limits=LIMITS), b"x" * 1_000_000)

    assert kept == (b"x" * 500, document.size + 500)
    assert (documents.get_answer(document), len(documents), documents.size) == (None, 0, 0)


def test_without_memory_nothing_is_kept() -> None:
    documents = Documents(0)

    document = documents.get("{__schema{queryType{name}}}", schema=SCHEMA, limits=LIMITS)
    documents.keep_answer(document, b"x")

    assert (len(documents), documents.size, documents.get_answer(document)) == (0, 0, None)


@pytest.mark.parametrize(
    ("query", "is_introspection"),
    [
        ("{__schema{queryType{name}}}", True),
        ('{__schema{queryType{name}} __type(name:"Person"){name}}', True),
        ("{__schema{queryType{name}} me{id}}", False),
        ("{...F} fragment F on Query{__schema{queryType{name}}}", False),
        ("query($n:String!){__type(name:$n){name}}", False),
        ("query a{__schema{queryType{name}}} query b{me{id}}", False),
    ],
)
def test_introspection_alone_is_told_apart(query: str, is_introspection: bool) -> None:
    assert Documents(0).get(query, schema=SCHEMA, limits=LIMITS).is_introspection is is_introspection
