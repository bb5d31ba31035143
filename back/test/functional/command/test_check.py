"""`integrates check`: nothing to say of a store that commands made, and a name for each thing that is broken behind their back."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest
from click.testing import CliRunner, Result

import rich_store
from cli.main import main
from rich_store import HAND_MADE, ROOT
from store.packing import pack, unpack
from world import FINDING, OKADA

Break = Callable[[sqlite3.Connection, Path], object]
VULNERABILITY = f"VULN#{HAND_MADE[0].id}"
OLD = 1_600_000_000
"""Seconds since 1970, years ago."""


class Case(NamedTuple):
    """Something that is broken, and the subjects and a part of the text of what the check says."""

    name: str
    act: Break
    subjects: frozenset[str]
    text: str


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_store.make(tmp_path_factory.mktemp("rich"))


def check(data: Path, *flags: str) -> Result:
    return CliRunner().invoke(main, ["check", *flags, "--data", str(data)])


def problems(result: Result) -> list[Mapping[str, str]]:
    return [orjson.loads(line) for line in result.stdout.splitlines()]


@contextmanager
def written(data: Path) -> Iterator[sqlite3.Connection]:
    """Write to the database of a folder behind the service's back."""
    with closing(sqlite3.connect(data / "integrates.sqlite3")) as connection:
        yield connection
        connection.commit()


def execute(statement: str, *values: object) -> Break:
    return lambda connection, _data: connection.execute(statement, values)


def change(partition: str, like: str, act: Callable[[dict[str, Any]], object]) -> Break:
    """Change the attributes of the last item whose sort key is like that."""

    def run(connection: sqlite3.Connection, _data: Path) -> None:
        statement = "SELECT id, attributes FROM items WHERE partition LIKE ? AND sort LIKE ? ORDER BY sort DESC LIMIT 1"
        ((number, attributes),) = connection.execute(statement, (partition, like)).fetchall()
        values = unpack(attributes)
        act(values)
        connection.execute("UPDATE items SET attributes = ? WHERE id = ?", (pack(values), number))

    return run


def blob_of(data: Path) -> Path:
    """Return the file of the log."""
    digest = hashlib.sha256(b"one line\n").hexdigest()
    return data / "blobs" / digest[:2] / digest


def add_orphan(_connection: sqlite3.Connection, data: Path) -> None:
    digest = hashlib.sha256(b"nobody's").hexdigest()
    place = data / "blobs" / digest[:2] / digest
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"nobody's")
    os.utime(place, (OLD, OLD))


def break_check(connection: sqlite3.Connection, _data: Path) -> None:
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("UPDATE items SET version = 0 WHERE partition LIKE 'LEASE#%' OR partition LIKE 'JOB#%'")


def case(name: str, act: Break, subjects: str, text: str) -> Case:
    return Case(name, act, frozenset(subjects.split()), text)


GUARD = f"GUARD#ORG_NAME#{OKADA.name}"
CASES = (
    case(
        "a list has it elsewhere",
        execute("UPDATE items SET by_parent_sort = 'FIN#x' WHERE partition = ?", f"FIN#{FINDING.id}"),
        "items",
        "its places in lists",
    ),
    case(
        "an attribute is unknown",
        change("ROOT#%", "#", lambda values: values.update(more="x")),
        "items",
        "no item of roots that this release can read",
    ),
    case(
        "a key is unknown",
        execute("UPDATE items SET partition = 'NOBODY#1' WHERE partition LIKE 'MESSAGE#%'"),
        "items",
        "no entity has such a key",
    ),
    case(
        "a time ends elsewhere", execute("UPDATE items SET expires_at = 1 WHERE partition LIKE 'TOKEN#%'"), "items", "the end of its time"
    ),
    case(
        "a finding is gone",
        execute("DELETE FROM items WHERE partition = ? AND sort = '#'", f"FIN#{FINDING.id}"),
        "items guards",
        "to which it points, is not there",
    ),
    case(
        "a history is gone",
        execute("DELETE FROM items WHERE partition = ? AND sort LIKE 'HIST#state#%'", VULNERABILITY),
        "histories",
        "has no history",
    ),
    case(
        "its beginning is gone",
        execute("DELETE FROM items WHERE partition = ? AND sort LIKE 'HIST#treatment#%1'", VULNERABILITY),
        "histories",
        "begins at version 2",
    ),
    case(
        "its end is gone",
        execute("DELETE FROM items WHERE partition = ? AND sort LIKE 'HIST#treatment#%2'", VULNERABILITY),
        "histories",
        "is not what it is now",
    ),
    case(
        "its end is another",
        change(VULNERABILITY, "HIST#treatment#%", lambda values: values["treatment"].update(assigned="x@y.test")),
        "histories",
        "is not what it is now",
    ),
    case(
        "it goes too far",
        execute("UPDATE items SET sort = 'HIST#treatment#0000000009' WHERE partition = ? AND sort LIKE 'HIST#treatment#%2'", VULNERABILITY),
        "histories",
        "goes to version 9",
    ),
    case("a guard is gone", execute("DELETE FROM items WHERE partition = ?", GUARD), "guards", "ORG_NAME is not guarded for it"),
    case(
        "a guard of a root is gone",
        execute("DELETE FROM items WHERE partition LIKE 'GUARD#ROOT_BRANCH#%'"),
        "guards",
        "ROOT_BRANCH is not guarded for it",
    ),
    case(
        "a guard has another owner",
        change("GUARD#ROOT_URL#%", "#", lambda values: values.update(owner=rich_store.SITE.id)),
        "guards",
        "its owner does not have this value",
    ),
    case("a guard has nobody", change(GUARD, "#", lambda values: values.update(owner="ORG#nobody")), "guards", "its owner is not there"),
    case(
        "a guard is of no kind",
        execute("UPDATE items SET partition = 'GUARD#what#x' WHERE partition = ?", GUARD),
        "guards",
        "no known kind",
    ),
    case(
        "a turn is left over",
        execute(
            "INSERT INTO items (partition, sort, version, attributes) VALUES (?, '#', 1, ?)",
            f"GUARD#scan turn#{ROOT.id}",
            pack({"owner": "nobody", "format": 1}),
        ),
        "guards",
        "its owner is not there",
    ),
    case(
        "an identity leads nowhere",
        change("ANALYSIS#%", "KNOWN#%", lambda values: values.update(vulnerability_id="nobody")),
        "identities",
        "is not there",
    ),
    case(
        "a document is gone",
        execute("DELETE FROM search_vulnerabilities WHERE id = ?", HAND_MADE[0].id),
        "index counters",
        "the document is missing",
    ),
    case(
        "a document differs",
        execute("UPDATE search_vulnerabilities SET f_assigned = 'x' WHERE id = ?", HAND_MADE[0].id),
        "index",
        "differs in f_assigned",
    ),
    case(
        "a document is of nobody",
        execute("UPDATE search_vulnerabilities SET id = 'x' WHERE id = ?", HAND_MADE[0].id),
        "index",
        "the document belongs to no item",
    ),
    case(
        "words differ",
        execute("UPDATE search_vulnerabilities__words SET body = 'x' WHERE rowid = 1"),
        "index",
        "the words of the document differ",
    ),
    case(
        "words are of nobody",
        execute("INSERT INTO search_vulnerabilities__words (rowid, scope, body) VALUES (99, 'x', 'x')"),
        "index",
        "the words belong to no document",
    ),
    case(
        "a counter is higher",
        execute("UPDATE search_executions__counters SET number = number + 1"),
        "counters",
        "are counted, and",
    ),
    case("a counter is gone", execute("DELETE FROM search_executions__counters"), "counters", "0 are counted, and 1 are there"),
    case("a counter has another key", execute("UPDATE search_executions__counters SET key = 'x'"), "counters", "under the key of another"),
    case(
        "a collection is of another release",
        execute("UPDATE search__definitions SET hash = 'x' WHERE collection = 'executions'"),
        "index",
        "not of this release",
    ),
    case("a file is gone", lambda _, data: blob_of(data).unlink(), "blobs", "is not there"),
    case("a file is longer", lambda _, data: blob_of(data).write_bytes(b"one line\n\n"), "blobs", "has 10 bytes, and not 9"),
    case(
        "a file is another", lambda _, data: blob_of(data).write_bytes(b"one lime\n"), "blobs", "the content of the file is not what it was"
    ),
    case("a file is nobody's", add_orphan, "orphans", "no item names this file"),
    case("the engine's rules are broken", break_check, "engine", "CHECK constraint failed"),
)


def test_a_store_that_commands_made_agrees(data: Path) -> None:
    result = check(data, "--blobs")

    assert (result.exit_code, result.output) == (0, "everything agrees\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_what_is_broken_is_named(data: Path, tmp_path: Path, case: Case) -> None:
    copy = rich_store.copied(data, tmp_path)
    with written(copy) as connection:
        case.act(connection, copy)

    result = check(copy, "--json", "--blobs")

    found = problems(result)
    assert result.exit_code == 1
    assert {each["subject"] for each in found} == case.subjects, found
    assert any(case.text in each["text"] for each in found), found


def test_an_identity_of_what_no_scan_found_is_named(data: Path, tmp_path: Path) -> None:
    copy = rich_store.copied(data, tmp_path)
    with written(copy) as connection:
        change("ANALYSIS#%", "KNOWN#%", lambda values: values.update(vulnerability_id=HAND_MADE[2].id))(connection, copy)

    result = check(copy)

    assert result.exit_code == 1
    assert "identities: ANALYSIS#" in result.output
    assert result.output.endswith("the vulnerability to which it points is not known by it\n1 problems: 1 of identities\n")


def test_a_folder_without_a_database_is_refused(tmp_path: Path) -> None:
    result = check(tmp_path)

    assert (result.exit_code, result.output) == (1, f"Error: there is no database at {tmp_path / 'integrates.sqlite3'}\n")


def test_a_check_changes_nothing_and_needs_no_keys(data: Path, tmp_path: Path) -> None:
    copy = rich_store.copied(data, tmp_path)
    (copy / "keys.json").unlink()
    before = (copy / "integrates.sqlite3").read_bytes()

    assert check(copy).exit_code == 0
    assert (copy / "integrates.sqlite3").read_bytes() == before
    assert not (copy / "keys.json").exists()
