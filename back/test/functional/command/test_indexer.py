"""`integrates indexer`: when it refuses, and what an operator sees of parked records."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import click
import orjson
import pytest
from click.testing import CliRunner

import factories
import world
from cli import parked
from cli.main import main
from db_model.facet import to_item
from db_model.vulnerabilities.facet import FACET
from harness import Api, serving
from indexer import parking
from indexer.projecting import Poison
from settings import Settings
from store.feed import Record, Unreadable
from store.values import Item, Key

GAP = "the change feed let go of records before they were applied: build the index anew"
NOW = factories.NOW
FOUND = to_item(FACET, world.VULNERABILITY)


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Api]:
    """Give a service with a vulnerability, a record of which is parked."""
    async with serving(tmp_path) as api:
        await world.populate(api)
        await parking.park(api.store.table, "feed", "s1", Poison(Record("1", FOUND.key, None, FOUND, NOW), "KeyError: 'x'"), now=NOW)
        yield api


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of that service."""
    return Settings(data=tmp_path / "data")


def test_a_store_in_a_folder_has_no_indexer(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["indexer", "--data", str(tmp_path)])

    assert (result.exit_code, result.stderr) == (
        1,
        "Error: INTEGRATES_STORE=local writes its index together with its items: it has no indexer\n",
    )


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--parked", "--replay", "1"), "give one of --parked, --replay and --forget"),
        (("--replay", "1", "--forget", "1"), "give one of --parked, --replay and --forget"),
        (("--json",), "--json goes with --parked"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: tuple[str, ...], text: str) -> None:
    result = CliRunner().invoke(main, ["indexer", *arguments])

    assert result.exit_code == 2
    assert text in result.stderr


async def test_parked_records_are_listed_without_what_their_items_were(
    opened: Api, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await parking.park_gap(opened.store.table, "feed", "s2", place=None, now=NOW + factories.MINUTE)

    await asyncio.to_thread(parked.show, settings, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    await asyncio.to_thread(parked.show, settings, as_json=True)
    first, second = orjson.loads(capsys.readouterr().out)

    assert [line.partition("  ")[2] for line in lines] == [
        f"RECORD  s1  {FOUND.key.partition} #  KeyError: 'x'  parked 2026-11-25 12:00:00 UTC",
        f"GAP  s2  after the beginning  {GAP}  parked 2026-11-25 12:01:00 UTC",
    ]
    assert (first["kind"], first["partition"], second["kind"], second["partition"]) == ("RECORD", FOUND.key.partition, "GAP", None)
    assert "old" not in first


async def test_all_that_can_be_replayed_is_and_the_rest_is_told(
    opened: Api, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    table = opened.store.table
    await parking.park(table, "feed", "s1", Poison(Unreadable("2", None, "no item", NOW), "no item"), now=NOW + factories.MINUTE)

    with pytest.raises(click.ClickException, match="does not say what is missing: build the index anew, then --forget it"):
        await asyncio.to_thread(parked.replay, settings, "all")

    assert capsys.readouterr().out.endswith("is applied\n")
    (left,) = await listed(settings, capsys)
    assert left["sequence"] == "2"


async def test_a_record_that_is_still_refused_stays_parked(opened: Api, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    key = Key("VULN#gone", "#")
    gone = Item(key=key, version=2, attributes={"format": 1})
    await parking.park(opened.store.table, "feed", "s1", Poison(Record("3", key, gone, None, NOW), "MalformedItem"), now=NOW)
    identifier = next(each["id"] for each in await listed(settings, capsys) if each["partition"] == key.partition)

    with pytest.raises(click.ClickException, match=f"{identifier} is still refused: MalformedItem"):
        await asyncio.to_thread(parked.replay, settings, identifier)

    assert identifier in {each["id"] for each in await listed(settings, capsys)}


async def test_what_was_seen_to_is_forgotten_once(opened: Api, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = await listed(settings, capsys)

    await asyncio.to_thread(parked.forget, settings, found["id"])

    assert await listed(settings, capsys) == []
    with pytest.raises(click.ClickException, match="nothing is parked as"):
        await asyncio.to_thread(parked.forget, settings, found["id"])
    with pytest.raises(click.ClickException, match="nothing is parked as"):
        await asyncio.to_thread(parked.replay, settings, found["id"])


async def listed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    await asyncio.to_thread(parked.show, settings, as_json=True)
    found: list[dict[str, str]] = orjson.loads(capsys.readouterr().out)
    return found
