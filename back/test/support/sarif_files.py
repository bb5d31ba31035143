"""SARIF files for tests: small ones written by hand, and the real samples."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scans.json_events import Reopen
from scans.sarif.reading import read_head, read_results
from scans.sarif.types import Outcome, RunHead

SAMPLES = Path(__file__).parents[1] / "samples"
BANDIT_OLD = "bandit-1.9.4_paramiko-2.4.0.sarif"
BANDIT_NEW = "bandit-1.9.4_paramiko-2.12.0.sarif"
GOSEC = "gosec-2.22.4_go-std.sarif"


def reopening(content: bytes, *, size: int = 1 << 20) -> Reopen:
    """Give the content from its beginning, in chunks of `size` bytes, each time."""
    return lambda: (content[start : start + size] for start in range(0, len(content), size))


def location(uri: str = "src/a.py", *, line: object = 3, **region: object) -> dict[str, object]:
    """Write a location with a region."""
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line, **region}}}


def result(**changes: object) -> dict[str, object]:
    """Write a plain result; `None` leaves a part out."""
    whole = {"ruleId": "R1", "message": {"text": "Bad call"}, "locations": [location()], **changes}
    return {key: value for key, value in whole.items() if value is not None}


def run(results: Iterable[object] | None = (), *, rules: Sequence[object] = (), **parts: object) -> dict[str, object]:
    """Write a run of tool `T`."""
    whole = {"results": None if results is None else list(results), "tool": {"driver": {"name": "T", "rules": list(rules)}}, **parts}
    return {key: value for key, value in whole.items() if value is not None}


def sarif(*runs: object, **top: object) -> bytes:
    """Write a file of these runs."""
    return json.dumps({"version": "2.1.0", "runs": list(runs), **top}).encode()


def read(content: bytes, *, size: int = 1 << 20) -> tuple[tuple[RunHead, ...], tuple[Outcome, ...]]:
    """Read a file in both passes."""
    reopen = reopening(content, size=size)
    heads = read_head(reopen)
    return heads, tuple(read_results(reopen, heads))


def read_one(change: Mapping[str, object], **run_parts: object) -> Outcome:
    """Read the only result of a file."""
    return read(sarif(run([result(**change)], **run_parts)))[1][0]  # type: ignore[arg-type]  # parts of a run go through as they are


def sample(name: str) -> tuple[tuple[RunHead, ...], tuple[Outcome, ...]]:
    """Read a real file."""
    return read((SAMPLES / name).read_bytes())
