"""What a database must be to be used, and how it lies on the disk."""

import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

import sqlite.table
from sqlite.connection import Waits, connect_reader, connect_writer, create_file
from sqlite.refusals import DatabaseRefused, check_engine, check_file_system, file_system_of
from sqlite.schema import APPLICATION_ID, UPGRADES, prepare
from sqlite.table import open_table
from store.errors import Unavailable
from store.values import Absent, Item, Key, Put


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


def made(path: Path, *statements: str) -> bytes:
    """Make a database with another program's hand, and return its bytes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path.read_bytes()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        (("CREATE TABLE other (a)",), "another program"),
        (("PRAGMA user_version = 1",), "another program"),
        (("PRAGMA application_id = 7",), "another program"),
        ((*UPGRADES[0], f"PRAGMA application_id = {APPLICATION_ID}", "PRAGMA user_version = 9"), "start a newer one"),
    ],
)
async def test_what_is_refused_is_left_as_it_was(tmp_path: Path, statements: Sequence[str], why: str) -> None:
    path = tmp_path / "t.sqlite3"
    content = made(path, *statements)

    with pytest.raises(DatabaseRefused, match=why):
        await open_table(path)

    assert path.read_bytes() == content
    assert names_in(tmp_path) == ["t.sqlite3"]


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    path.write_bytes(b"letters, and no database " * 100)

    with pytest.raises(DatabaseRefused, match="no SQLite database"):
        await open_table(path)

    assert path.read_bytes() == b"letters, and no database " * 100


async def test_a_path_that_cannot_be_a_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "t.sqlite3").touch(0o600)
    (tmp_path / "t.sqlite3-wal").mkdir()

    with pytest.raises(Unavailable):
        await open_table(tmp_path / "t.sqlite3")


async def test_opening_a_current_file_waits_for_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    await (await open_table(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        table = await open_table(path, Waits(busy=0.0, deadline=0.0))
        other.execute("ROLLBACK")
    await table.close()


async def test_a_new_file_that_another_process_holds_is_unavailable_after_a_while(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable):
            await open_table(path, Waits(busy=0.01, deadline=0.05))
        other.execute("ROLLBACK")


def test_a_connection_that_writes_waits_for_the_disk_and_one_that_reads_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    with closing(opened(path)) as writer:
        prepare(writer, Waits())
        settings = [writer.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "trusted_schema")]
    with closing(connect_reader(path, Waits())) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM items")

    assert settings == ["wal", 2, 0]


async def test_a_path_that_leads_to_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "remote").mkdir()
    (tmp_path / "t.sqlite3").symlink_to(tmp_path / "remote" / "t.sqlite3")
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/data {tmp_path / 'remote'} nfs4 rw 0 0\n"
    monkeypatch.setattr(sqlite.table, "read_mounts", lambda: mounts)

    with pytest.raises(DatabaseRefused, match="nfs4"):
        await open_table(tmp_path / "t.sqlite3")

    assert list((tmp_path / "remote").iterdir()) == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/a b/x", "nfs"), ("/over/x", "ext4"), ("/over", "ext4"), ("/overlap", "xfs"), ("/", "xfs")],
)
def test_of_mounts_the_deepest_and_of_these_the_last_counts(path: str, kind: str) -> None:
    mounts = (
        "none / tmpfs rw 0 0\n/dev/a / xfs rw 0 0\nserver:/ /a\\040b nfs rw 0 0\nserver:/ /over nfs rw 0 0\n/dev/b /over ext4 rw 0 0\nodd\n"
    )

    assert file_system_of(Path(path), mounts) == kind


def test_without_mounts_nothing_is_known_and_nothing_refused() -> None:
    assert file_system_of(Path("/data"), "") is None
    check_file_system(Path("/data"), "")


def test_an_old_engine_is_refused() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        check_engine(connection, (3, 38, 0))
        with pytest.raises(DatabaseRefused, match=r"SQLite 3\.37\.2 is too old: 3\.38\.0 or newer is needed"):
            check_engine(connection, (3, 37, 2))
