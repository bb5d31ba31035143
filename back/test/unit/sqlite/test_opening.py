"""What a database must be to be used, and how it lies on the disk."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from sqlite.connection import Waits, connect_writer, create_file
from sqlite.ranges import select_page
from sqlite.refusals import DatabaseRefused, check_engine, check_file_system
from sqlite.schema import UPGRADES, prepare
from sqlite.table import open_table
from store.values import Absent, After, IndexName, Item, Key, Put, Query


async def test_the_files_are_their_owners_alone(tmp_path: Path) -> None:
    table = await open_table(tmp_path / "inner" / "t.sqlite3")
    await table.write((Put(Item(Key("a", "#"), 1, {}), Absent()),))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "inner").iterdir()}
    await table.close()

    assert modes == {"t.sqlite3": 0o600, "t.sqlite3-wal": 0o600, "t.sqlite3-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "inner").stat().st_mode) == 0o700


def opened(path: Path) -> sqlite3.Connection:
    create_file(path)
    return connect_writer(path, Waits())


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "t.sqlite3")) as connection:
        prepare(connection, Waits())
        connection.execute(f"PRAGMA user_version = {len(UPGRADES) + 1}")

        with pytest.raises(DatabaseRefused, match="start a newer one"):
            prepare(connection, Waits())


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "t.sqlite3")) as connection:
        connection.execute("CREATE TABLE other (a)")

        with pytest.raises(DatabaseRefused, match="another program"):
            prepare(connection, Waits())


def test_an_older_schema_is_brought_up_step_by_step_and_keeps_its_rows(tmp_path: Path) -> None:
    steps = (*UPGRADES, ("ALTER TABLE items ADD COLUMN more TEXT",))
    with closing(opened(tmp_path / "t.sqlite3")) as connection:
        prepare(connection, Waits())
        connection.execute("INSERT INTO items (partition, sort, version, attributes) VALUES ('a', '#', 1, x'80')")
        prepare(connection, Waits(), steps)

        assert connection.execute("SELECT partition, more FROM items").fetchall() == [("a", None)]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    steps = (*UPGRADES, ("ALTER TABLE items ADD COLUMN more TEXT", "SELECT * FROM nothing"))
    with closing(opened(tmp_path / "t.sqlite3")) as connection:
        prepare(connection, Waits())
        with pytest.raises(sqlite3.OperationalError):
            prepare(connection, Waits(), steps)

        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert "more" not in [row[1] for row in connection.execute("PRAGMA table_info(items)")]


def test_an_engine_without_full_text_search_is_refused() -> None:
    class WithoutFts5(sqlite3.Connection):
        def execute(self, *arguments: object) -> sqlite3.Cursor:
            if "fts5" in str(arguments[0]).lower():
                return super().execute("SELECT * FROM nothing")
            return super().execute(*arguments)  # type: ignore[arg-type]

    with closing(sqlite3.connect(":memory:", factory=WithoutFts5)) as connection, pytest.raises(DatabaseRefused, match="FTS5"):
        check_engine(connection)
    with closing(sqlite3.connect(":memory:")) as complete:
        check_engine(complete)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_file_system_is_refused(kind: str) -> None:
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/data /data {kind} rw 0 0\n"

    with pytest.raises(DatabaseRefused, match="network"):
        check_file_system(Path("/data/integrates/t.sqlite3"), mounts)
    check_file_system(Path("/database/t.sqlite3"), mounts)


@pytest.mark.parametrize("index", [None, *IndexName])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("after", [None, After("AB", Key("P", "AB"))])
@pytest.mark.parametrize("bounds", [{}, {"prefix": "A"}, {"low": "A", "high": "B"}])
def test_a_page_is_found_in_its_index_and_never_sorted(
    tmp_path: Path, index: IndexName | None, descending: bool, after: After | None, bounds: dict[str, str]
) -> None:
    statement = select_page(Query(index, "P", after=after, descending=descending, **bounds), 101)  # type: ignore[arg-type]
    with closing(opened(tmp_path / "t.sqlite3")) as connection:
        prepare(connection, Waits())
        plan = "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement.text}", statement.values))

    name = "sqlite_autoindex_items_1" if index is None else f"items_{index.value}"
    assert f"SEARCH items USING INDEX {name} (" in plan
    assert "SCAN items" not in plan
    assert "TEMP B-TREE" not in plan
