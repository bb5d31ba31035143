"""`integrates demo --vulnerabilities`: what scans of the demo find, the same for the same number."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner

from cli.main import main
from harness import serving

FOUND = """{ group(groupName: "demo") {
  roots { ... on GitRoot { nickname } }
  findings { title openVulnerabilities closedVulnerabilities }
  vulnerabilities(first: 1000) { total edges { node { rule where specific severity state } } }
} }"""


async def found_after(folder: Path, *numbers: int) -> Mapping[str, object]:
    """Return what the API tells of the demo after it was filled with these numbers, one after the other."""
    data = ("--data", str(folder / "data"))
    for number in numbers:
        result = await asyncio.to_thread(CliRunner().invoke, main, ["demo", "--vulnerabilities", str(number), *data])
        assert result.output.endswith(f", {number} vulnerabilities\n")
    token = await asyncio.to_thread(CliRunner().invoke, main, ["token", "--email", "demo@integrates.test", "--name", "look", *data])
    async with serving(folder) as api:
        answer = await api.ask(FOUND, secret=token.output.strip())
    assert answer.errors == ()
    group = answer.data["group"]
    return {
        "roots": [root["nickname"] for root in group["roots"]],
        "open": sum(finding["openVulnerabilities"] for finding in group["findings"]),
        "closed": sum(finding["closedVulnerabilities"] for finding in group["findings"]),
        "titles": sorted(finding["title"] for finding in group["findings"]),
        "all": sorted(tuple(edge["node"].values()) for edge in group["vulnerabilities"]["edges"] if edge["node"]["state"] == "VULNERABLE"),
    }


async def test_the_demo_is_the_same_for_the_same_number(tmp_path: Path) -> None:
    once, twice = await found_after(tmp_path / "once", 43), await found_after(tmp_path / "twice", 43, 43)

    assert once == twice
    assert (once["open"], once["closed"]) == (43, 0)
    assert once["roots"] == ["billing", "catalog", "gateway", "mobile", "reports"]


async def test_a_smaller_demo_closes_what_a_larger_one_had(tmp_path: Path) -> None:
    smaller, shrunk = await found_after(tmp_path / "smaller", 20), await found_after(tmp_path / "shrunk", 40, 20)

    assert smaller["all"] == shrunk["all"]
    assert (shrunk["open"], shrunk["closed"]) == (20, 20)
