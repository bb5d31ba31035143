"""Stores that released code wrote, opened by the present code: each release leaves one more in the samples."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import store_dump
from cli.main import main
from composition.stores import open_keys
from harness import serving
from rich_store import HAND_MADE, ROOT
from settings import Settings
from world import MANAGER

STORES = sorted((Path(__file__).parents[2] / "samples" / "stores").glob("*.sql.gz"))
LOOK = """{ group(groupName: "unittesting") {
  description
  roots { ... on GitRoot { nickname } ... on URLRoot { nickname } }
  findings { openVulnerabilities closedVulnerabilities }
  vulnerabilities(first: 100) { total edges { node { id treatmentStatus historicTreatmentStatus { treatment } } } }
  scans(first: 10) { edges { node { status counts { created closed unchanged } } } }
} me { organizations { name } accessTokens { name } } }"""


@pytest.fixture(params=STORES, ids=lambda path: path.name.removesuffix(".sql.gz"))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    open_keys(Settings(data=tmp_path / "data"))
    store_dump.load(store_dump.read(request.param), tmp_path / "data")
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--data", str(folder / "data")])
    assert result.exit_code == 0, result.output
    return result.output.strip()


def test_each_release_left_a_store() -> None:
    assert [path.name for path in STORES] == ["0.1.0.sql.gz"]


async def test_a_store_of_an_older_release_is_read_in_full_and_agrees(folder: Path) -> None:
    token = await asyncio.to_thread(run, folder, "token", "--email", MANAGER)
    async with serving(folder) as api:
        api.time.now = datetime.now(UTC)
        answer = await api.ask(LOOK, secret=token)
        assert answer.errors == (), answer.body

    group = answer.data["group"]
    treated = next(edge["node"] for edge in group["vulnerabilities"]["edges"] if edge["node"]["id"] == HAND_MADE[0].id)
    assert group["description"] == "Another"
    assert sorted(root["nickname"] for root in group["roots"]) == [ROOT.nickname, "site"]
    assert sum(finding["closedVulnerabilities"] for finding in group["findings"]) == 2
    assert sum(finding["openVulnerabilities"] for finding in group["findings"]) == 6
    assert group["vulnerabilities"]["total"] == 8
    assert treated == {
        "id": HAND_MADE[0].id,
        "treatmentStatus": "IN_PROGRESS",
        "historicTreatmentStatus": [{"treatment": "UNTREATED"}, {"treatment": "IN_PROGRESS"}],
    }
    assert [edge["node"] for edge in group["scans"]["edges"]] == [
        {"status": "DONE", "counts": {"created": 0, "closed": 2, "unchanged": 4}},
        {"status": "DONE", "counts": {"created": 6, "closed": 0, "unchanged": 0}},
    ]
    assert sorted(each["name"] for each in answer.data["me"]["organizations"]) == ["okada", "sister"]
    assert await asyncio.to_thread(run, folder, "check", "--blobs") == "everything agrees"
