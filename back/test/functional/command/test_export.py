"""`integrates export` against a server of this machine: a whole file, or none."""

import asyncio
import csv
import json
from pathlib import Path

import pytest

from harness import Api
from listening import command, listening
from world import GROUP, MANAGER, RIVAL_GROUP, VULNERABILITY, Caller, populate

pytestmark = pytest.mark.enable_socket


def found_in(folder: Path) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows of the file, and the names of all files that were left."""
    with (folder / "all.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), [path.name for path in folder.iterdir() if ".csv" in path.name]


async def test_a_file_appears_whole_or_not_at_all(api: Api, tmp_path: Path) -> None:
    await populate(api, Caller("group", "user_manager"))
    token = api.secrets[MANAGER]
    async with listening(api) as url:
        written = await command(url, token, "export", "--group", GROUP.name, "--output", "all.csv", folder=tmp_path)
        printed = await command(url, token, "export", "--group", GROUP.name, "--format", "sarif", "--min-severity", "10", folder=tmp_path)
        refused = await command(url, token, "export", "--group", RIVAL_GROUP.name, "--output", "theirs.csv", folder=tmp_path)
        wrong = await command(url, token, "export", "--group", GROUP.name, "--state", "GONE", folder=tmp_path)

    rows, names = await asyncio.to_thread(found_in, tmp_path)
    assert (written.code, written.output, written.errors) == (0, "", "")
    assert [row["id"] for row in rows] == [VULNERABILITY.id]
    assert (printed.code, json.loads(printed.output)["runs"][0]["results"]) == (0, [])
    assert (refused.code, refused.output) == (2, "")
    assert "refuses: Access denied" in refused.errors
    assert (wrong.code, wrong.output) == (2, "")
    assert "Invalid state in form" in wrong.errors
    assert names == ["all.csv"]
