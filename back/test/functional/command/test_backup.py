"""`integrates backup` and `restore`: a copy made while others write, and the same again in another folder."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import rich_store
from cli.main import main
from harness import Api, serving
from world import MANAGER

KEYS_SAID = "The backup has no keys: before the first start, put the keys.json of that service into {}, or give INTEGRATES_KEYS\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_store.make(tmp_path_factory.mktemp("rich"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rows(folder: Path) -> list[tuple[object, ...]]:
    """Return all that the database of a folder holds, with what is derived from the items."""
    with closing(sqlite3.connect(folder / "integrates.sqlite3")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return [(name, *row) for name in names for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608 -- our own names


def blobs(folder: Path) -> dict[str, tuple[bytes, float]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime) for path in (folder / "blobs").glob("??/*")}


def test_a_restored_copy_is_the_same_in_every_row_and_every_file(data: Path, tmp_path: Path) -> None:
    made = run("backup", tmp_path / "backup", "--data", data)
    restored = run("restore", tmp_path / "backup", "--data", tmp_path / "restored")

    number = len(blobs(data))
    assert (made.exit_code, restored.exit_code) == (0, 0), (made.output, restored.output)
    assert number == 4
    assert f" items, {number} files of " in made.stdout
    assert rows(tmp_path / "restored") == rows(data)
    assert blobs(tmp_path / "restored") == blobs(data)
    assert restored.stderr == KEYS_SAID.format(tmp_path / "restored")
    assert run("check", "--blobs", "--data", tmp_path / "restored").output == "everything agrees\n"


def test_keys_are_copied_only_when_asked_for(data: Path, tmp_path: Path) -> None:
    run("backup", tmp_path / "without", "--data", data)
    run("backup", tmp_path / "with", "--with-keys", "--data", data)
    restored = [run("restore", tmp_path / name, "--data", tmp_path / f"{name} restored") for name in ("without", "with")]

    assert not (tmp_path / "without" / "keys.json").exists()
    assert (tmp_path / "with restored" / "keys.json").read_bytes() == (data / "keys.json").read_bytes()
    assert (tmp_path / "with restored" / "keys.json").stat().st_mode & 0o777 == 0o600
    assert [result.stderr != "" for result in restored] == [True, False]
    assert run("token", "--email", "ada@example.test", "--data", tmp_path / "with restored").exit_code == 0
    refused = run("token", "--email", "ada@example.test", "--data", tmp_path / "without restored")
    assert (refused.exit_code, "has a database but no keys.json" in refused.output) == (1, True)


def test_only_new_or_empty_folders_are_written_to(data: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine").write_text("mine")
    run("backup", tmp_path / "backup", "--data", data)

    results = [
        run("backup", full, "--data", data),
        run("restore", tmp_path / "backup", "--data", full),
        run("restore", tmp_path / "backup", "--data", data),
    ]

    refused = f"Error: {full} is not empty: name a new folder\n"
    assert [result.output for result in results] == [refused, refused, f"Error: {data} is not empty: name a new folder\n"]
    assert [path.name for path in full.iterdir()] == ["mine"]


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def first_blob(folder: Path) -> Path:
    return min((folder / "blobs").glob("??/*"))


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "is no complete backup: it has no manifest.json"),
        (lambda folder: (folder / "manifest.json").write_text('{"format": 2}'), "is damaged, or of a newer release"),
        (lambda folder: spoil(folder / "integrates.sqlite3"), "its sum is not what it was"),
        (lambda folder: spoil(first_blob(folder)), "its content is not what its name says"),
        (lambda folder: first_blob(folder).unlink(), "the backup has 3 files of "),
    ],
    ids=["no-manifest", "another-manifest", "database", "file", "a-file-less"],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing_behind(
    data: Path, tmp_path: Path, act: Callable[[Path], object], text: str
) -> None:
    run("backup", tmp_path / "backup", "--data", data)
    act(tmp_path / "backup")

    result = run("restore", tmp_path / "backup", "--data", tmp_path / "restored")

    assert (result.exit_code, text in result.output) == (1, True), result.output
    assert not (tmp_path / "restored").exists()


def test_a_store_whose_files_are_gone_gives_no_backup(data: Path, tmp_path: Path) -> None:
    copy = rich_store.copied(data, tmp_path)
    first_blob(copy).unlink()

    result = run("backup", tmp_path / "backup", "--data", copy)

    assert (result.exit_code, "files that the items name are not there" in result.output) == (1, True)
    assert not (tmp_path / "backup").exists()


async def test_every_write_that_was_acknowledged_before_a_backup_began_is_in_it(api: Api, tmp_path: Path) -> None:
    await rich_store.fill(api)
    acknowledged: list[str] = []
    stop = asyncio.Event()
    writers = [asyncio.create_task(write_on(api, number, acknowledged, stop)) for number in range(3)]
    for number in range(3):
        wanted = len(acknowledged) + 10
        async with asyncio.timeout(30):
            while len(acknowledged) < wanted:  # noqa: ASYNC110 -- the writers tell nobody else
                await asyncio.sleep(0.005)
        before = tuple(acknowledged)
        result = await asyncio.to_thread(run, "backup", tmp_path / f"b{number}", "--with-keys", "--data", tmp_path / "data")
        assert result.exit_code == 0, result.output
        restored = tmp_path / f"r{number}" / "data"
        await asyncio.to_thread(run, "restore", tmp_path / f"b{number}", "--data", restored)
        checked = await asyncio.to_thread(run, "check", "--blobs", "--data", restored)

        assert checked.output == "everything agrees\n"
        assert set(before) <= await names_in(restored.parent, api.secrets[MANAGER])
    stop.set()
    await asyncio.gather(*writers)


async def write_on(api: Api, writer: int, acknowledged: list[str], stop: asyncio.Event) -> None:
    """Add one root after the other, and note those that were acknowledged."""
    number = 0
    while not stop.is_set():
        name = f"w{writer}-{number}"
        arguments = f'groupName: "unittesting", address: "10.{writer + 1}.{number // 250}.{number % 250 + 1}", nickname: "{name}"'
        answer = await api.ask(f"mutation {{ addIpRoot({arguments}) {{ success }} }}", as_=MANAGER)
        assert answer.errors == (), answer.body
        acknowledged.append(name)
        number += 1


async def names_in(folder: Path, secret: str) -> set[str]:
    async with serving(folder) as restored:
        answer = await restored.ask('{ group(groupName: "unittesting") { roots { ... on IPRoot { nickname } } } }', secret=secret)
        assert answer.errors == (), answer.body
        return {root["nickname"] for root in answer.data["group"]["roots"] if root}
