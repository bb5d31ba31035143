from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.documents import fitted, to_write
from search.mapping import definition, mapping, properties
from search.names import Named, check_prefix, from_name, read_alias, to_named
from store.errors import InvalidValue
from store.index import Collection, Document, Field, FieldKind, Operation, Remove, Scalar, Target, Upsert
from stores import BUGS, SCHEMA

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
COLLECTIONS = {collection.name: collection for collection in SCHEMA.collections}
DEFINITION = "0123456789ab"


def body(operation: Operation) -> object:
    return to_write(COLLECTIONS, operation, NOW).body


def test_a_mapping_refuses_what_it_does_not_name_and_keeps_no_second_copy() -> None:
    made = mapping(BUGS)

    assert (made["dynamic"], made["_source"]) == ("strict", {"enabled": False})
    assert list(properties(BUGS)) == [
        *("id", "group", "organization", "removed_at", "search"),
        *("f_parent", "f_status", "f_score", "f_seen", "f_open", "f_labels", "s_score"),
    ]


def test_a_document_has_exactly_properties_of_the_mapping() -> None:
    fields: dict[str, Scalar | frozenset[str]] = {
        "score": Decimal("-7.5"),
        "open": False,
        "labels": frozenset({"y", "x"}),
        "seen": "2024",
        "status": "",
    }
    document = Document("bugs", "a", 3, None, "o", fields, "Zoë says: zoe, ZOË 2x")

    assert body(Upsert(document)) == {
        "id": "a",
        "organization": "o",
        "search": "zoe says 2x",
        "f_score": -7_500_000,
        "s_score": {"high": -1, "middle": 999_992, "low": 500_000},
        "f_open": False,
        "f_labels": ["x", "y"],
        "f_seen": "2024",
        "f_status": "",
    }
    assert body(Upsert(replace(document, group="g", fields={"labels": frozenset()}, text="…"))) == {
        "id": "a",
        "organization": "o",
        "group": "g",
    }


def test_a_removed_document_leaves_when_it_was_removed_and_nothing_that_a_search_finds() -> None:
    assert body(Remove("bugs", "a", 3)) == {"removed_at": "2026-11-25T12:00:00+00:00"}


def test_of_the_same_version_a_removal_comes_last_and_then_a_newer_document() -> None:
    operations = [Upsert(Document("bugs", "a", version, "g", "o", {})) for version in (3, 4)]
    versions = [to_write(COLLECTIONS, operation, NOW).version for operation in (operations[0], Remove("bugs", "a", 3), operations[1])]

    assert versions == [6, 7, 8]
    assert to_write(COLLECTIONS, Remove("bugs", "a", 2**62 - 1), NOW).version == 2**63 - 1
    assert to_write(COLLECTIONS, operations[0], NOW).target == Target("bugs", "a")


def test_an_index_of_another_definition_gets_what_it_keeps_in_the_same_way() -> None:
    other = replace(BUGS, fields=(Field("parent", FieldKind.KEYWORD), Field("status", FieldKind.NUMBER), Field("new", FieldKind.BOOLEAN)))
    whole = {"id": "a", "f_parent": "p", "f_status": "x", "f_score": 7}

    assert fitted(whole, properties(BUGS), properties(other)) == {"id": "a", "f_parent": "p"}


@pytest.mark.parametrize(
    "other",
    [
        replace(BUGS, revision=2),
        replace(BUGS, fields=BUGS.fields[:-1]),
        replace(BUGS, fields=(replace(BUGS.fields[0], kind=FieldKind.DATE), *BUGS.fields[1:])),
    ],
)
def test_a_definition_changes_with_what_documents_depend_on(other: Collection) -> None:
    assert definition(SCHEMA, other) != definition(SCHEMA, BUGS)
    assert definition(replace(SCHEMA, tags=frozenset({"X"})), BUGS) != definition(SCHEMA, BUGS)


def test_a_definition_does_not_change_with_hints() -> None:
    assert definition(SCHEMA, replace(BUGS, sorts=(), counters=())) == definition(SCHEMA, BUGS)


def test_names_of_indexes_tell_their_parts() -> None:
    named = to_named("a-b", "bugs", DEFINITION, 7)

    assert named.name == "a-b-bugs-0123456789ab-000007"
    assert named.name.startswith(read_alias("a-b", "bugs", DEFINITION))
    assert from_name("a-b", named.name) == named == Named(named.name, "bugs", DEFINITION, 7)


@pytest.mark.parametrize(
    "name",
    ["a-b-bugs-0123456789ab-000007", "a-bugs-0123456789ab-000007-write", "a-bugs-0123456789ab", "a-bugs", "bugs-0123456789ab-000007", ""],
)
def test_an_index_of_somebody_else_is_not_ours(name: str) -> None:
    assert from_name("a", name) is None


@pytest.mark.parametrize("prefix", ["", "A", "*", "a,b", "-a", "a b", "a/b", "x" * 62])
def test_a_prefix_is_one_that_indexes_can_have(prefix: str) -> None:
    with pytest.raises(InvalidValue):
        check_prefix(prefix)
