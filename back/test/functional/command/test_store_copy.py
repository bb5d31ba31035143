"""`integrates store copy`: the same store elsewhere, whatever happens on the way."""

import asyncio
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

import rich_store
from cli.main import main
from cli.only_worker import only_worker
from copying.kinds import kind_of
from db_model.copies import facet
from db_model.leases.facet import key as lease_key
from harness import Api, serving
from running_service import COMMAND, until
from sqlite.refusals import DatabaseRefused
from sqlite.scan import open_scan
from sqlite.table import open_table
from store.table import Table
from store.values import Absent, Delete, Item, Key, Put, Value
from world import MANAGER

DATABASE = "integrates.sqlite3"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_store.make(tmp_path_factory.mktemp("rich"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def copy(source: Path, target: Path, *options: str) -> Result:
    return run("store", "copy", "--from", f"local:{source}", "--to", f"local:{target}", *options)


def items(folder: Path) -> list[tuple[object, ...]]:
    """Return the items of a folder whose time never ends, in the order of the keys, less the numbers that the engine gives them."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(items)") if row[1] != "id"]
        select = f"SELECT {', '.join(names)} FROM items WHERE expires_at IS NULL ORDER BY partition, sort"  # noqa: S608 -- names of its own
        return connection.execute(select).fetchall()


def kinds(folder: Path) -> Counter[str]:
    """Return how many items of each kind there are whose time does not end within a day."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        rows = connection.execute("SELECT partition, sort FROM items WHERE expires_at IS NULL OR expires_at > unixepoch() + 86400")
        return Counter(kind_of(Key(*row)) for row in rows)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "blobs").glob("??/*")}


def write(folder: Path, *changes: Put | Delete) -> None:
    """Write to the table of a folder as another program would: without the index."""

    async def at(table: Table) -> None:
        try:
            await table.write(changes)
        finally:
            await table.close()

    async def opened() -> None:
        await at(await open_table(folder / DATABASE))

    asyncio.run(opened())


def read(folder: Path, key: Key) -> Item | None:
    async def at() -> Item | None:
        scan = await open_scan(folder / DATABASE)
        try:
            return (await scan.get_many((key,))).get(key)
        finally:
            await scan.close()

    return asyncio.run(at())


def noise(number: int, *, version: int = 1, expires_at: int | None = None) -> Item:
    return Item(lease_key(f"noise-{number:05d}"), version, {"number": number}, expires_at=expires_at)


def test_a_copy_has_every_item_and_every_file_and_agrees_with_itself(data: Path, tmp_path: Path) -> None:
    copied = copy(data, tmp_path / "copy", "--json")

    assert copied.exit_code == 0, copied.output
    answer = orjson.loads(copied.stdout)
    assert (answer["from"], answer["to"]) == (f"local:{data}", f"local:{tmp_path / 'copy'}")
    assert (answer["resumed"], answer["different"], answer["source"]) == (False, [], answer["target"])
    assert answer["source"]["files"]["number"] == len(files(data)) == 4
    assert {name: each["number"] for name, each in answer["source"].items() if name != "files"} == kinds(data)
    assert items(tmp_path / "copy") == items(data)
    assert files(tmp_path / "copy") == files(data)
    assert run("check", "--blobs", "--data", tmp_path / "copy").output == "everything agrees\n"


def test_a_copy_tells_a_person_what_it_did_and_what_is_left_to_do(data: Path, tmp_path: Path) -> None:
    copied = copy(data, tmp_path / "copy")

    assert copied.stdout.endswith("\nboth stores hold the same\n")
    assert "\nvulnerabilities history: " in copied.stdout
    assert copied.stderr == (
        "copy: files\ncopy: items\ncopy: comparison\n"
        f"Keys are not copied: before the first start, put the keys.json of local:{data} into {tmp_path / 'copy'}, "
        "or give INTEGRATES_KEYS\n"
    )


async def test_people_find_in_a_copy_what_they_had(api: Api, tmp_path: Path) -> None:
    await rich_store.fill(api)
    question = '{ group(groupName: "unittesting") { roots { ... on GitRoot { nickname } } findings { title treatmentSummary { new } } } }'
    before = await api.ask(question, as_=MANAGER)
    copied = await asyncio.to_thread(copy, tmp_path / "data", tmp_path / "there" / "data")
    with_keys(tmp_path / "there" / "data", tmp_path / "data")

    async with serving(tmp_path / "there") as there:
        after = await there.ask(question, secret=api.secrets[MANAGER])

    assert (copied.exit_code, before.errors, after.errors) == (0, (), ()), before.body
    assert len(before.data["group"]["findings"]) > 1
    assert after.data == before.data


def test_only_an_empty_store_is_written_to(data: Path, tmp_path: Path) -> None:
    copy(data, tmp_path / "copy")
    before = items(tmp_path / "copy")
    write(tmp_path / "copy", Put(noise(1), None))

    again = copy(data, tmp_path / "copy")
    itself = copy(data, data)
    nothing = copy(tmp_path / "nothing", tmp_path / "other")

    assert again.output == f"Error: local:{tmp_path / 'copy'} is neither empty nor an unfinished copy: name another one\n"
    assert itself.output == f"Error: local:{data} cannot be copied to itself\n"
    assert nothing.output == f"Error: there is no database in {tmp_path / 'nothing'}\n"
    assert [result.exit_code for result in (again, itself, nothing)] == [1, 1, 1]
    assert len(items(tmp_path / "copy")) == len(before) + 1


@pytest.mark.parametrize("url", ["local", "local:", "/var/lib", "s3:bucket"])
def test_what_names_no_store_is_refused(url: str, tmp_path: Path) -> None:
    result = run("store", "copy", "--from", url, "--to", f"local:{tmp_path}")

    assert (result.exit_code, f"{url!r} names no store" in result.output) == (2, True)


def test_nothing_is_copied_to_a_folder_that_is_worked_on(data: Path, tmp_path: Path) -> None:
    with only_worker(tmp_path):
        result = copy(data, tmp_path)

    assert (result.exit_code, result.output) == (1, f"Error: a worker runs on local:{tmp_path}: stop the service first\n")


def test_a_source_that_is_worked_on_is_warned_of(data: Path, tmp_path: Path) -> None:
    source = rich_store.copied(data, tmp_path)
    with only_worker(source):
        result = copy(source, tmp_path / "target")

    assert result.exit_code == 0
    assert result.stderr.startswith(f"Warning: a worker runs on local:{source}: what is written from now on may not be copied\n")


def unfinished(tmp_path: Path, source: Path) -> Path:
    """Return a target that differs from its source, and so is an unfinished copy: an item of the source has no end that was copied."""
    target = tmp_path / "target"
    asyncio.run(_mark(target, f"local:{source}"))
    return target


async def _mark(target: Path, source: str) -> None:
    table = await open_table(target / DATABASE)
    attributes: Mapping[str, Value] = {"source": source, "began_at": "2026-11-25T10:00:00+00:00", "tokens": ("",), "format": 1}
    await table.write((Put(Item(facet.key(), 1, attributes), Absent()),))
    await table.close()


@pytest.mark.parametrize("command", [("token", "--email", "ada@example.test"), ("worker",), ("demo",)])
def test_an_unfinished_copy_is_not_used(data: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    target = unfinished(tmp_path, data)
    with_keys(target, data)

    result = run(*command, "--data", target)

    told = f"Error: the store is an unfinished copy of local:{data}: run `integrates store copy` again until it is whole\n"
    assert (result.exit_code, result.output.endswith(told)) == (1, True), result.output


def test_an_unfinished_copy_is_gone_on_with_from_the_same_source_alone(data: Path, tmp_path: Path) -> None:
    target, other = unfinished(tmp_path, data), rich_store.copied(data, tmp_path)

    refused = copy(other, target)
    as_source = copy(target, tmp_path / "third")
    finished = copy(data, target, "--json")

    assert refused.output == f"Error: local:{target} is an unfinished copy of local:{data}: finish that, or name another one\n"
    assert as_source.output == f"Error: local:{target} is itself an unfinished copy: finish it first\n"
    assert (finished.exit_code, orjson.loads(finished.stdout)["resumed"]) == (0, True)
    assert items(target) == items(data)


def change(source: Path) -> None:
    write(source, Put(noise(1, version=2), None))


def remove(source: Path) -> None:
    write(source, Delete(noise(1).key, None))


def add(source: Path) -> None:
    write(source, Put(noise(0), None))


@pytest.mark.parametrize("meddle", [change, remove, add])
def test_a_source_that_is_written_to_meanwhile_is_noticed_and_the_next_run_mends_it(
    data: Path, tmp_path: Path, meddle: Callable[[Path], None]
) -> None:
    source, target = rich_store.copied(data, tmp_path), tmp_path / "target"
    write(source, *(Put(noise(number), None) for number in (1, 2)))
    # Everything is copied, and then a part of the source that was copied changes before the comparison.
    killed_after_items(source, target)
    meddle(source)

    differing = copy(source, target)
    mended = copy(source, target, "--json")

    assert differing.exit_code == 1
    assert "\nthe stores differ\n" in differing.stdout
    told = f"Error: these differ: leases. Stop whatever writes to local:{source}, and run this again\n"
    assert differing.stderr.endswith(told)
    assert (mended.exit_code, orjson.loads(mended.stdout)["different"]) == (0, [])
    assert "copy: leftovers\n" in mended.stderr
    assert items(target) == items(source)


def killed_after_items(source: Path, target: Path) -> None:
    """Leave what a copy leaves that was killed when all was copied and nothing compared."""
    copied = copy(source, target)
    assert copied.exit_code == 0
    last = items(source)[-1]
    token = orjson.dumps([last[0], last[1]]).decode()
    attributes: Mapping[str, Value] = {
        "source": f"local:{source}",
        "began_at": "2026-11-25T10:00:00+00:00",
        "tokens": (token,),
        "format": 1,
    }
    write(target, Put(Item(facet.key(), 1, attributes), None))


def test_files_that_the_source_no_longer_has_are_removed_by_the_next_run(data: Path, tmp_path: Path) -> None:
    source, target = rich_store.copied(data, tmp_path), tmp_path / "target"
    extra = source / "blobs" / "ab" / ("ab" * 32)
    killed_after_items(source, target)
    (target / "blobs" / "ab").mkdir(exist_ok=True)
    (target / "blobs" / "ab" / extra.name).write_bytes(b"nobody's")

    differing = copy(source, target)
    mended = copy(source, target)

    assert (differing.exit_code, "these differ: files." in differing.stderr) == (1, True)
    assert mended.exit_code == 0
    assert files(target) == files(source)


def test_a_damaged_file_stops_a_copy_which_stays_unfinished(data: Path, tmp_path: Path) -> None:
    source, target = rich_store.copied(data, tmp_path), tmp_path / "target"
    damaged = min((source / "blobs").glob("??/*"))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\x00")

    result = copy(source, target)

    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        f"Error: the file {damaged.name} is damaged: its content is not what its name says",
    )
    assert "is an unfinished copy of" in run("token", "--email", "ada@example.test", "--data", with_keys(target, data)).output


def with_keys(target: Path, data: Path) -> Path:
    (target / "keys.json").write_bytes((data / "keys.json").read_bytes())
    return target


def test_what_is_over_is_not_copied_and_what_soon_will_be_is_not_compared(data: Path, tmp_path: Path) -> None:
    source, target = rich_store.copied(data, tmp_path), tmp_path / "target"
    long_ago, far = 1_000_000_000, 32_000_000_000
    write(source, Put(noise(1, expires_at=long_ago), None), Put(noise(2, expires_at=far), None))

    copied = copy(source, target)

    assert copied.exit_code == 0, copied.output
    assert [read(target, noise(number).key) for number in (1, 2)] == [None, noise(2, expires_at=far)]


def test_a_copy_that_is_killed_again_and_again_becomes_the_same(data: Path, tmp_path: Path) -> None:
    source, target = rich_store.copied(data, tmp_path), tmp_path / "target"
    for start in range(0, 6_000, 100):
        write(source, *(Put(noise(number), None) for number in range(start, start + 100)))
    reached: list[str] = []

    for _ in range(3):
        with started(source, target) as process:
            reached.append(until(lambda: beyond(target, reached[-1] if reached else ""), 30))
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        assert 0 < len(items(target)) - 1 < len(items(source))
        assert run("token", "--email", "ada@example.test", "--data", with_keys(target, data)).exit_code == 1
    finished = copy(source, target, "--json")

    assert reached == sorted(set(reached))
    assert finished.exit_code == 0, finished.output
    assert orjson.loads(finished.stdout)["resumed"]
    assert items(target) == items(source)
    assert files(target) == files(source)


def started(source: Path, target: Path) -> subprocess.Popen[bytes]:
    command = [str(COMMAND), "store", "copy", "--from", f"local:{source}", "--to", f"local:{target}"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def beyond(target: Path, token: str) -> str | None:
    """Return how far a copy is that has got beyond a token."""
    if not (target / DATABASE).exists():
        return None

    try:
        mark = read(target, facet.key())
    except DatabaseRefused:
        # It is there, and has no tables yet.
        return None
    found = str(mark.attributes["tokens"][0]) if mark is not None and isinstance(mark.attributes["tokens"], tuple) else ""
    return found if found > token else None
